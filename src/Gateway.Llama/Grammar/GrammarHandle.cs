using System.Runtime.InteropServices;
using Gateway.Llama.Native;

namespace Gateway.Llama.Grammar;

/// <summary>A <c>llama_sampler</c> that holds a grammar. It reads the model's vocabulary, so it keeps the model alive, which libllama does not.</summary>
internal sealed class GrammarHandle() : SafeHandle(0, ownsHandle: true)
{
    private ModelHandle? _model;

    public override bool IsInvalid => handle == 0;

    public void Keep(ModelHandle model)
    {
        var kept = false;
        model.DangerousAddRef(ref kept);
        _model = model;
    }

    protected override bool ReleaseHandle()
    {
        LlamaNative.llama_sampler_free(handle);
        _model?.DangerousRelease();
        return true;
    }
}
