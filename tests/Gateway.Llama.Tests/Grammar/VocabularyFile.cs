using System.Globalization;
using System.Text;

namespace Gateway.Llama.Tests.Grammar;

/// <summary>Writes a GGUF file with nothing but a SentencePiece vocabulary: enough for grammars, and no model can be run with it.</summary>
public sealed class VocabularyFile
{
    private const int Normal = 1;
    private const int Unknown = 2;
    private const int Control = 3;
    private const int Byte = 6;
    private readonly List<(string Text, int Type)> _tokens = [("<unk>", Unknown), ("<s>", Control), ("</s>", Control), ("<|other|>", Control)];

    public const int End = 2;
    public const int OtherControl = 3;

    public VocabularyFile()
    {
        for (var value = 0; value < 256; value++) _tokens.Add((string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), Byte));
        _tokens.Add(("\u2581", Normal));
        for (var character = '!'; character <= '~'; character++) _tokens.Add((character.ToString(), Normal));
        Add("\n", "{\"", "\":", "\":\u2581", "\",", ",\"", "\"}", "\"]", "[[", "{}", "}}", "true", "false", "null", "12", "aa", "\u2581\u2581", "é", "日本", "😀", "\\u");
    }

    public int Count => _tokens.Count;

    public VocabularyFile Add(params IEnumerable<string> texts)
    {
        foreach (var text in texts) _tokens.Add((text, Normal));
        return this;
    }

    public static int ByteToken(int value) => 4 + value;

    public int Token(string text) => _tokens.FindIndex(token => token.Text == text);

    public void Write(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(0L);
        writer.Write(11L);
        Pair(writer, "general.architecture", 8, () => Text(writer, "llama"));
        Pair(writer, "llama.block_count", 4, () => writer.Write(1u));
        Pair(writer, "llama.embedding_length", 4, () => writer.Write(4u));
        Pair(writer, "llama.context_length", 4, () => writer.Write(64u));
        Pair(writer, "llama.attention.head_count", 4, () => writer.Write(1u));
        Pair(writer, "tokenizer.ggml.model", 8, () => Text(writer, "llama"));
        Pair(writer, "tokenizer.ggml.eos_token_id", 4, () => writer.Write((uint)End));
        Pair(writer, "tokenizer.ggml.add_space_prefix", 7, () => writer.Write((byte)0));
        Pair(writer, "tokenizer.ggml.tokens", 9, () => Array(writer, 8, token => Text(writer, token.Text)));
        Pair(writer, "tokenizer.ggml.scores", 9, () => Array(writer, 6, _ => writer.Write(0f)));
        Pair(writer, "tokenizer.ggml.token_type", 9, () => Array(writer, 5, token => writer.Write(token.Type)));
        while (writer.BaseStream.Length % 32 != 0) writer.Write((byte)0);
    }

    private void Array(BinaryWriter writer, uint type, Action<(string Text, int Type)> write)
    {
        writer.Write(type);
        writer.Write((ulong)_tokens.Count);
        foreach (var token in _tokens) write(token);
    }

    private static void Pair(BinaryWriter writer, string key, uint type, Action value)
    {
        Text(writer, key);
        writer.Write(type);
        value();
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
