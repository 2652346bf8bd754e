using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>What a policy has learned, as <c>fit</c> wrote it beside the policy's file: a text that people can review.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Policy">The policy that learned it.</param>
/// <param name="Kind">That policy's kind.</param>
/// <param name="Fitted">What it learned, in the kind's own form.</param>
/// <param name="SeenIds">The first 8 hex digits of each seen item's id's SHA-256.</param>
/// <param name="Suite">The suite that it learned from.</param>
public sealed record FittedProfile(string File, string Policy, string Kind, JsonObject Fitted, IReadOnlySet<string> SeenIds, string Suite)
{
    public const string Extension = ".profile.json";

    // Raised when an older file cannot be understood any more.
    public const int Format = 1;

    private const int IdDigits = 8;
    private static readonly JsonDocumentOptions EachKeyOnce = new() { AllowDuplicateProperties = false };

    /// <summary>What <see cref="SeenIds"/> holds of an item.</summary>
    public static string Digest(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..IdDigits];

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="reason">Why it cannot be used.</param>
    public static FittedProfile? Read(string file, ReadOnlySpan<byte> content, out string reason)
    {
        reason = "";
        try
        {
            var json = JsonNode.Parse(content, documentOptions: EachKeyOnce) as JsonObject ?? throw new FormatException("it is no JSON object");
            var format = Value(json, "format").GetValue<int>();
            if (format == Format)
            {
                return new FittedProfile(
                    file,
                    Value(json, "policy").GetValue<string>(),
                    Value(json, "kind").GetValue<string>(),
                    Value(json, "fitted").AsObject(),
                    Value(json, "ids").AsArray().Select(static id => id?.GetValue<string>() ?? throw new FormatException("an id is null")).ToHashSet(StringComparer.Ordinal),
                    Value(json, "suite").GetValue<string>());
            }

            reason = $"{file} has the format {format}, and {Format} is legal; fit the policy again";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            reason = $"{file} is no profile ({exception.Message}); fit the policy again";
        }

        return null;
    }

    private static JsonNode Value(JsonObject json, string key) => json[key] ?? throw new FormatException($"'{key}' is missing");
}
