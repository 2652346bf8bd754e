using System.Text;

namespace Gateway.Llama.Tests.Gguf;

/// <summary>Writes a small sound GGUF file, and unsound ones by leaving out or replacing a part.</summary>
public sealed class GgufBytes
{
    private readonly Dictionary<string, Action<BinaryWriter>> _metadata = new()
    {
        ["general.architecture"] = Text("llama"),
        ["llama.block_count"] = Number(1),
        ["llama.embedding_length"] = Number(4),
        ["llama.context_length"] = Number(64),
        ["llama.attention.head_count"] = Number(1),
        ["tokenizer.ggml.tokens"] = Texts("<unk>", "a", "b"),
        ["tokenizer.ggml.scores"] = Floats(3),
        ["tokenizer.ggml.eos_token_id"] = Number(1),
    };

    public string Magic { get; init; } = "GGUF";

    public uint Version { get; init; } = 3;

    public ulong? TensorCount { get; init; }

    public uint Dimensions { get; init; } = 2;

    public long Rows { get; init; } = 3;

    public uint TensorType { get; init; }

    public long Offset { get; init; }

    public int DataBytes { get; init; } = 4 * 3 * 4;

    public GgufBytes With(string key, Action<BinaryWriter> value)
    {
        _metadata[key] = value;
        return this;
    }

    public GgufBytes Without(string key)
    {
        _metadata.Remove(key);
        return this;
    }

    public byte[] ToArray()
    {
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        writer.Write(Encoding.ASCII.GetBytes(Magic));
        writer.Write(Version);
        writer.Write(TensorCount ?? 1);
        writer.Write((ulong)_metadata.Count);
        foreach (var (key, value) in _metadata)
        {
            WriteText(writer, key);
            value(writer);
        }

        WriteText(writer, "token_embd.weight");
        writer.Write(Dimensions);
        writer.Write(4L);
        writer.Write(Rows);
        writer.Write(TensorType);
        writer.Write(Offset);
        while (stream.Length % 32 != 0) writer.Write((byte)0);
        writer.Write(new byte[DataBytes]);
        return stream.ToArray();
    }

    public static Action<BinaryWriter> Number(uint value) => writer =>
    {
        writer.Write(4u);
        writer.Write(value);
    };

    public static Action<BinaryWriter> Real(float value) => writer =>
    {
        writer.Write(6u);
        writer.Write(value);
    };

    public static Action<BinaryWriter> Text(string value) => writer =>
    {
        writer.Write(8u);
        WriteText(writer, value);
    };

    public static Action<BinaryWriter> Texts(params string[] values) => writer =>
    {
        writer.Write(9u);
        writer.Write(8u);
        writer.Write((ulong)values.Length);
        foreach (var value in values) WriteText(writer, value);
    };

    public static Action<BinaryWriter> Floats(int count) => writer =>
    {
        writer.Write(9u);
        writer.Write(6u);
        writer.Write((ulong)count);
        for (var i = 0; i < count; i++) writer.Write(0f);
    };

    /// <summary>An array that claims more elements than the file has.</summary>
    public static Action<BinaryWriter> Claiming(uint elementType, ulong count) => writer =>
    {
        writer.Write(9u);
        writer.Write(elementType);
        writer.Write(count);
    };

    public static Action<BinaryWriter> OfType(uint type) => writer => writer.Write(type);

    private static void WriteText(BinaryWriter writer, string text)
    {
        writer.Write((ulong)Encoding.UTF8.GetByteCount(text));
        writer.Write(Encoding.UTF8.GetBytes(text));
    }
}
