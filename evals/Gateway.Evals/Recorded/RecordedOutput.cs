using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Evals.Recorded;

/// <summary>One answer.</summary>
/// <param name="Text">All of it.</param>
/// <param name="InputTokens">Null where nobody counted.</param>
/// <param name="OutputTokens">Null where nobody counted.</param>
/// <param name="Logprobs">Of the generated tokens; null without.</param>
internal sealed record RecordedOutput(string Text, long? InputTokens, long? OutputTokens, IReadOnlyList<TokenLogprob>? Logprobs)
{
    /// <summary>Reads a row.</summary>
    /// <param name="row"><c>{"id", "sample"?, "text", "input_tokens"?, "output_tokens"?, "logprobs"?}</c>; log probabilities are numbers, or objects with <c>token</c> and <c>logprob</c>.</param>
    /// <param name="id">The item's.</param>
    /// <param name="sample">From 0.</param>
    /// <param name="reason">Why it cannot be read.</param>
    public static RecordedOutput? Read(JsonObject row, out string id, out int sample, out string reason)
    {
        (id, sample, reason) = ("", 0, "");
        try
        {
            id = row["id"] is { } given ? given.GetValueKind() == JsonValueKind.String ? given.GetValue<string>() : given.ToJsonString() : throw new FormatException("'id' is missing");
            sample = row["sample"]?.GetValue<int>() ?? 0;
            var text = row["text"]?.GetValue<string>() ?? throw new FormatException("'text' is missing");
            var logprobs = (row["logprobs"] as JsonArray)?.Select(LogprobOf).ToArray();
            return new RecordedOutput(text, row["input_tokens"]?.GetValue<long>(), row["output_tokens"]?.GetValue<long>(), logprobs);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            reason = $"{exception.Message}; legal is {{\"id\", \"sample\"?: 0.., \"text\", \"input_tokens\"?, \"output_tokens\"?, \"logprobs\"?}}";
            return null;
        }
    }

    private static TokenLogprob LogprobOf(JsonNode? node) => node is JsonObject token
        ? new TokenLogprob(token["token"]?.GetValue<string>() ?? "", token["logprob"]?.GetValue<double>() ?? throw new FormatException("a token has no 'logprob'"))
        : new TokenLogprob("", node?.GetValue<double>() ?? throw new FormatException("a log probability is missing"));
}
