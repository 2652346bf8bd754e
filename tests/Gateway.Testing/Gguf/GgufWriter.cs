using System.Buffers.Binary;
using System.Text;

namespace Gateway.Testing.Gguf;

/// <summary>Writes a GGUF file (version 3, ggml's docs/gguf.md): its metadata are kept until the end, its tensors' numbers never.</summary>
internal sealed class GgufWriter : IDisposable
{
    private const int Alignment = 32;
    private const uint UInt32Type = 4;
    private const uint Int32Type = 5;
    private const uint FloatType = 6;
    private const uint BoolType = 7;
    private const uint TextType = 8;
    private const uint ArrayType = 9;
    private readonly MemoryStream _metadata = new();
    private readonly BinaryWriter _writer;
    private ulong _keys;

    public GgufWriter() => _writer = new BinaryWriter(_metadata);

    public void Add(string key, int value)
    {
        Begin(key, UInt32Type);
        _writer.Write((uint)value);
    }

    public void Add(string key, float value)
    {
        Begin(key, FloatType);
        _writer.Write(value);
    }

    public void Add(string key, bool value)
    {
        Begin(key, BoolType);
        _writer.Write(value);
    }

    public void Add(string key, string value)
    {
        Begin(key, TextType);
        WriteText(_writer, value);
    }

    public void Add(string key, IReadOnlyCollection<string> values)
    {
        BeginArray(key, TextType, values.Count);
        foreach (var value in values) WriteText(_writer, value);
    }

    public void Add(string key, IReadOnlyCollection<int> values)
    {
        BeginArray(key, Int32Type, values.Count);
        foreach (var value in values) _writer.Write(value);
    }

    public void Add(string key, IReadOnlyCollection<float> values)
    {
        BeginArray(key, FloatType, values.Count);
        foreach (var value in values) _writer.Write(value);
    }

    /// <summary>Writes the whole file.</summary>
    public void Write(Stream file, IReadOnlyList<GgufTensor> tensors)
    {
        using var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Count);
        writer.Write(_keys);
        writer.Write(_metadata.GetBuffer().AsSpan(0, (int)_metadata.Length));
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            WriteText(writer, tensor.Name);
            writer.Write(tensor.Rows > 0 ? 2u : 1u);
            writer.Write((ulong)tensor.Columns);
            if (tensor.Rows > 0) writer.Write((ulong)tensor.Rows);
            writer.Write(tensor.Half ? 1u : 0u);
            writer.Write((ulong)offset);
            offset += tensor.Bytes + Padding(tensor.Bytes);
        }

        writer.Flush();
        writer.Write(new byte[Padding(file.Position)]);
        foreach (var tensor in tensors) WriteNumbers(writer, tensor);
    }

    public void Dispose() => _writer.Dispose();

    private void Begin(string key, uint type)
    {
        WriteText(_writer, key);
        _writer.Write(type);
        _keys++;
    }

    private void BeginArray(string key, uint elementType, int count)
    {
        Begin(key, ArrayType);
        _writer.Write(elementType);
        _writer.Write((ulong)count);
    }

    private static void WriteNumbers(BinaryWriter writer, GgufTensor tensor)
    {
        var row = new float[tensor.Columns];
        var bytes = new byte[tensor.Columns * (tensor.Half ? 2 : 4)];
        for (var i = 0; i < Math.Max(1, tensor.Rows); i++)
        {
            tensor.FillRow(i, row);
            if (tensor.Half) ToHalf(row, bytes);
            else ToSingle(row, bytes);
            writer.Write(bytes);
        }

        writer.Write(new byte[Padding(tensor.Bytes)]);
    }

    private static void ToHalf(ReadOnlySpan<float> row, Span<byte> bytes)
    {
        for (var i = 0; i < row.Length; i++) BinaryPrimitives.WriteHalfLittleEndian(bytes[(i * 2)..], (Half)row[i]);
    }

    private static void ToSingle(ReadOnlySpan<float> row, Span<byte> bytes)
    {
        for (var i = 0; i < row.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * 4)..], row[i]);
    }

    private static int Padding(long length) => (int)((Alignment - length % Alignment) % Alignment);

    private static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
