using System.Runtime.InteropServices;

namespace Gateway.Llama.Native;

/// <summary>A loaded <c>llama_model</c>.</summary>
internal sealed class ModelHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LlamaNative.llama_model_free(handle);
        return true;
    }
}
