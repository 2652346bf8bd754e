namespace Gateway.Llama.Gguf;

/// <summary>The types of GGUF's metadata values, by their number in the file (ggml's docs/gguf.md).</summary>
internal enum GgufValueType : uint
{
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    Float32,
    Bool,
    String,
    Array,
    UInt64,
    Int64,
    Float64,
}
