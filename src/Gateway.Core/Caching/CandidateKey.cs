using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>What a kept candidate is found by: equal for calls that any answer to one of them answers too.</summary>
public static class CandidateKey
{
    // Raised when what goes into the hash changes: older candidates are then not found any more.
    private const int FormatVersion = 1;

    /// <summary>
    /// SHA-256, 64 hex digits, over scope, model, messages, the options that change the output, and the sample's path. The derived seed of a
    /// sample is no part of it; which log probabilities are wanted is none either: whoever finds a candidate checks that it has them.
    /// </summary>
    /// <param name="scope">Within which candidates are shared.</param>
    /// <param name="model">Which model it is, and not only its name: another file or endpoint behind the name is another model.</param>
    /// <param name="messages">What it is asked.</param>
    /// <param name="options">How. At temperature 0 there is one sample.</param>
    public static string Of(string scope, string model, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, FormattableString.Invariant($"{FormatVersion}"));
        Add(hash, scope);
        Add(hash, model);
        foreach (var message in messages)
        {
            Add(hash, message.Role.Value);
            Add(hash, FormattableString.Invariant($"{message.Contents.Count}"));
            foreach (var content in message.Contents)
            {
                Add(hash, content.GetType().Name);
                Add(hash, ContentText.Of(content));
            }
        }

        if (options is not null) Add(hash, options);
        Add(hash, options?.Temperature == 0 ? "0" : options.SamplePath());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, ChatOptions options)
    {
        Add(hash, FormattableString.Invariant(
            $"{options.Temperature}|{options.TopP}|{options.TopK}|{options.MaxOutputTokens}|{options.PresencePenalty}|{options.FrequencyPenalty}|{options.ChoiceCount()}"));
        foreach (var stop in options.StopSequences ?? []) Add(hash, stop);
        foreach (var tool in options.Tools ?? [])
        {
            Add(hash, tool.Name);
            Add(hash, tool.Description);
            if (tool is AIFunctionDeclaration declared) Add(hash, CanonicalJson.Of(declared.JsonSchema));
        }

        foreach (var (token, bias) in options.WantedLogitBias()?.OrderBy(static pair => pair.Key) ?? Enumerable.Empty<KeyValuePair<int, float>>())
            Add(hash, FormattableString.Invariant($"{token}:{bias}"));

        if (options.ToolMode is { } mode) Add(hash, mode is RequiredChatToolMode required ? $"required {required.RequiredFunctionName}" : mode.GetType().Name);
        if (options.ResponseFormat is ChatResponseFormatJson json) Add(hash, json.Schema is { } schema ? CanonicalJson.Of(schema) : "json");
    }

    // The length goes first, so that ["ab", "c"] and ["a", "bc"] differ.
    private static void Add(IncrementalHash hash, string text)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        hash.AppendData(length);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
