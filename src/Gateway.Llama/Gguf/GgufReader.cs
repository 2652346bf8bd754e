using System.Buffers.Binary;
using System.Text;

namespace Gateway.Llama.Gguf;

/// <summary>Reads a GGUF file's header (versions 2 and 3) without trusting any number in it: each length is compared with what is left of the file.</summary>
internal sealed class GgufReader(Stream file)
{
    private const int MaxTensors = 1 << 20;
    private const int MaxKeys = 1 << 16;
    private const int MaxName = 1 << 16;
    private const int MaxDimensions = 4;
    private readonly long _length = file.Length;
    private readonly byte[] _number = new byte[8];
    private long _position;

    /// <exception cref="GgufFormatException">The bytes are not a sound GGUF header.</exception>
    public GgufHeader Read()
    {
        var magic = Bytes(4);
        if (!magic.SequenceEqual("GGUF"u8)) throw new GgufFormatException("it is not a GGUF file: it does not begin with the letters GGUF");
        var version = UInt32();
        if (version is not (2 or 3)) throw new GgufFormatException($"its GGUF version is {version}; 2 and 3 are read");
        var tensorCount = Count(MaxTensors, "tensors");
        var keyCount = Count(MaxKeys, "metadata keys");

        var metadata = new Dictionary<string, object>(StringComparer.Ordinal);
        for (var i = 0L; i < keyCount; i++)
        {
            var key = Text(MaxName);
            if (!metadata.TryAdd(key, Value(ValueType()))) throw new GgufFormatException($"its metadata has the key '{key}' twice");
        }

        var tensors = new List<GgufTensor>();
        for (var i = 0L; i < tensorCount; i++) tensors.Add(Tensor());
        return new GgufHeader(metadata, tensors, _position);
    }

    private GgufTensor Tensor()
    {
        var name = Text(MaxName);
        var dimensions = UInt32();
        if (dimensions is 0 or > MaxDimensions) throw new GgufFormatException($"tensor '{name}' has {dimensions} dimensions; 1 to {MaxDimensions} are legal");
        var sizes = new long[dimensions];
        for (var d = 0; d < sizes.Length; d++) sizes[d] = Int64();
        return new GgufTensor(name, UInt32(), sizes, Int64());
    }

    private object Value(GgufValueType type) => type switch
    {
        GgufValueType.Float32 => (double)BinaryPrimitives.ReadSingleLittleEndian(Bytes(4)),
        GgufValueType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(8)),
        GgufValueType.Bool => Bytes(1)[0] != 0,
        GgufValueType.String => Text(int.MaxValue),
        GgufValueType.Array => Array(),
        _ => Whole(type),
    };

    private GgufArray Array()
    {
        var type = ValueType();
        if (type == GgufValueType.Array) throw new GgufFormatException("its metadata has an array of arrays");
        var count = Count(_length / SmallestSize(type), "elements in an array");
        if (type is GgufValueType.String)
        {
            var texts = new List<string>();
            for (var i = 0L; i < count; i++) texts.Add(Text(int.MaxValue));
            return new GgufArray(type, count, [], texts);
        }

        if (type is GgufValueType.Float32 or GgufValueType.Float64 or GgufValueType.Bool)
        {
            Skip(count * SmallestSize(type));
            return new GgufArray(type, count, [], []);
        }

        Require(count * SmallestSize(type));
        var whole = new long[count];
        for (var i = 0L; i < count; i++) whole[i] = Whole(type);
        return new GgufArray(type, count, whole, []);
    }

    private long Whole(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 => Bytes(1)[0],
        GgufValueType.Int8 => (sbyte)Bytes(1)[0],
        GgufValueType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)),
        GgufValueType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(Bytes(2)),
        GgufValueType.UInt32 => UInt32(),
        GgufValueType.Int32 => (int)UInt32(),
        _ => Int64(),
    };

    private GgufValueType ValueType()
    {
        var type = (GgufValueType)UInt32();
        return Enum.IsDefined(type) ? type : throw new GgufFormatException($"its metadata has a value of type {(uint)type}, which does not exist");
    }

    private static int SmallestSize(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        _ => 8,
    };

    private long Count(long limit, string what)
    {
        var count = BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));
        return count <= (ulong)limit ? (long)count : throw new GgufFormatException($"it claims {count} {what}, more than it can hold");
    }

    private string Text(int limit)
    {
        var length = Count(Math.Min(limit, _length - _position), "bytes in a text");
        var bytes = new byte[length];
        Fill(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    private long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    private ReadOnlySpan<byte> Bytes(int count)
    {
        var bytes = _number.AsSpan(0, count);
        Fill(bytes);
        return bytes;
    }

    private void Fill(Span<byte> bytes)
    {
        Require(bytes.Length);
        file.ReadExactly(bytes);
        _position += bytes.Length;
    }

    private void Skip(long bytes)
    {
        Require(bytes);
        file.Seek(bytes, SeekOrigin.Current);
        _position += bytes;
    }

    private void Require(long bytes)
    {
        if (bytes > _length - _position) throw new GgufFormatException($"it ends after {_length} bytes, within its header: the file is truncated");
    }
}
