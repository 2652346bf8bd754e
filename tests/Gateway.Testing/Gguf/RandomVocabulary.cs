using System.Globalization;

namespace Gateway.Testing.Gguf;

/// <summary>
/// The tokens of a random model, in the layout of the shipped ones (tools/tiny-models): control tokens, the newline and the printable
/// characters of ASCII one by one, some longer pieces of JSON, and fillers that no text is split into.
/// </summary>
internal static class RandomVocabulary
{
    public const int Unknown = 0;
    public const int Begin = 1;
    public const int End = 3;

    /// <summary>The same as the shipped models': ChatML.</summary>
    public const string ChatTemplate =
        "{% for message in messages %}"
        + "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
        + "{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    // llama_token_type
    private const int Normal = 1;
    private const int UnknownType = 2;
    private const int Control = 3;

    private static readonly string[] ControlTokens =
        ["<unk>", "<s>", "</s>", "<|im_end|>", "<|im_start|>user\n", "<|im_start|>assistant\n", "<|im_start|>system\n"];

    // libllama joins two neighbours at a time: without the halves a text would never be split into true and null.
    private static readonly string[] JsonPieces = ["{\"", "\":", "\",", "tr", "ue", "true", "nu", "ll", "null"];

    private static readonly string[] Fixed = [.. ControlTokens, "\n", .. Enumerable.Range(0x20, 0x7F - 0x20).Select(static code => code == ' ' ? "\u2581" : ((char)code).ToString()), .. JsonPieces];

    /// <summary>The fewest tokens that a vocabulary has.</summary>
    public static int Smallest => Fixed.Length;

    public static IReadOnlyList<string> Tokens(int size) =>
        [.. Fixed, .. Enumerable.Range(0, size - Fixed.Length).Select(static number => string.Create(CultureInfo.InvariantCulture, $"<{number}>"))];

    public static IReadOnlyList<int> Types(int size) =>
        [.. Enumerable.Range(0, size).Select(static token => token == Unknown ? UnknownType : token < ControlTokens.Length ? Control : Normal)];

    /// <summary>Tokens that a text cannot show: libllama takes some of them for the end of an answer.</summary>
    public static bool IsSilent(int token) => token <= End;
}
