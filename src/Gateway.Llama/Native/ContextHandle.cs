using System.Runtime.InteropServices;

namespace Gateway.Llama.Native;

/// <summary>A <c>llama_context</c>. It keeps its model alive, which libllama does not.</summary>
internal sealed class ContextHandle() : SafeHandle(0, ownsHandle: true)
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
        LlamaNative.llama_free(handle);
        _model?.DangerousRelease();
        return true;
    }
}
