using System.Runtime.InteropServices;

namespace Gateway.Llama.Native;

/// <summary>llama.cpp's <c>llama_model_params</c>, passed by value: 80 bytes in release 0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ModelParams
{
    public void* Devices;
    public void* TensorBufferOverrides;

    /// <summary>Layers in GPU memory; -1 is all that fit.</summary>
    public int GpuLayers;

    public int SplitMode;
    public int LoadMode;
    public int LazyMode;
    public int MainGpu;
    public float* TensorSplit;
    public void* ProgressCallback;
    public void* ProgressCallbackState;
    public void* MetadataOverrides;
    public byte VocabularyOnly;

    /// <summary>1: a file whose tensors hold values that are no numbers is refused at load.</summary>
    public byte CheckTensors;

    public byte UseExtraBufferTypes;
    public byte NoHost;
    public byte NoAllocation;
    public byte LoadMultiTokenPrediction;
}
