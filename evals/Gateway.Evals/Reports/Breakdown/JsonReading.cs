using System.Text.Json;

namespace Gateway.Evals.Reports.Breakdown;

/// <summary>
/// Reads events without demanding anything of them: a report is made of what rows hold, and a row of another version, or one that was cut
/// by hand, must not take the others with it.
/// </summary>
internal static class JsonReading
{
    extension(JsonElement json)
    {
        public IEnumerable<JsonElement> Items() => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

        /// <summary>Null where it is not there, or is null.</summary>
        public JsonElement? Member(string key) =>
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

        public string? Text(string key)
        {
            if (json.Member(key) is not { ValueKind: JsonValueKind.String } text) return null;
            try
            {
                return text.GetString();
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair in escaped form is legal JSON and no text; it is shown as it is written.
                return text.GetRawText().Trim('"');
            }
        }

        public decimal? Number(string key) =>
            json.Member(key) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) ? value : null;

        /// <summary>0 where it is not there, or is none.</summary>
        public long Whole(string key) =>
            json.Member(key) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;

        public bool Flag(string key) => json.Member(key) is { ValueKind: JsonValueKind.True };
    }
}
