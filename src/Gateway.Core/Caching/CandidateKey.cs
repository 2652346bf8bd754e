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
        AddList(hash, "stop", [.. options.StopSequences ?? []]);
        foreach (var tool in options.Tools ?? [])
            AddList(hash, "tool", tool is AIFunctionDeclaration declared ? [tool.Name, tool.Description, CanonicalJson.Of(declared.JsonSchema)] : [tool.Name, tool.Description]);

        AddList(hash, "logit_bias", [.. options.WantedLogitBias()?.OrderBy(static pair => pair.Key).Select(static pair => FormattableString.Invariant($"{pair.Key}:{pair.Value}")) ?? []]);
        if (options.ToolMode is { } mode) AddList(hash, "tool_choice", [mode is RequiredChatToolMode required ? $"required {required.RequiredFunctionName}" : mode.GetType().Name]);
        if (options.ResponseFormat is ChatResponseFormatJson json) AddList(hash, "response_format", [json.Schema is { } schema ? CanonicalJson.Of(schema) : "json"]);
    }

    // Name and count go first, so that a stop string "json" and the format json differ.
    private static void AddList(IncrementalHash hash, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0) return;
        Add(hash, name);
        Add(hash, FormattableString.Invariant($"{texts.Count}"));
        foreach (var text in texts) Add(hash, text);
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
