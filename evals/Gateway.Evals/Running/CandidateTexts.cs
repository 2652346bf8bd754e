using System.Text.Json;

namespace Gateway.Evals.Running;

/// <summary>The texts of the samples in a row's events.</summary>
internal static class CandidateTexts
{
    /// <param name="events">A row's <see cref="SampleRow.Events"/>.</param>
    public static IReadOnlyDictionary<(string Model, int Sample), string> Of(string events)
    {
        var texts = new Dictionary<(string, int), string>();
        using var json = JsonDocument.Parse(events);
        Add(json.RootElement, texts);
        return texts;
    }

    private static void Add(JsonElement events, Dictionary<(string, int), string> texts)
    {
        foreach (var happened in events.EnumerateArray())
        {
            if (happened.GetProperty("type").GetString() != "call_ended") continue;

            // What an inner run asked stands in its call; the call itself only repeats its answer.
            if (happened.TryGetProperty("events", out var inner)) Add(inner, texts);
            else if (happened.GetProperty("role").GetString() is "sample" or "answer" && happened.GetProperty("text").GetString() is { } text)
                texts[(happened.GetProperty("model").GetString()!, happened.GetProperty("sample_index").GetInt32())] = text;
        }
    }
}
