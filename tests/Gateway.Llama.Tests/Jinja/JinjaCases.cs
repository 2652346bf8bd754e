using System.Text.Json.Nodes;
using Gateway.Llama.Jinja;

namespace Gateway.Llama.Tests.Jinja;

/// <summary>What the templates of these tests find.</summary>
internal static class JinjaCases
{
    private const string Variables = """
        {
          "s": "Hello World", "u": "a\u00e9\ud83d\ude00b\ud83d\ude00", "n": 5, "f": 2.5, "neg": -7, "l": [3, 1, 2],
          "d": {"b": 1, "a": "x", "items": 9}, "e": [], "z": null, "t": true, "ml": "line1\n\nline2\r\nline3\n",
          "ms": [
            {"role": "user", "content": "hi", "n": {"k": 2}},
            {"role": "Bot", "content": "yo", "n": {"k": 1}},
            {"role": "bot", "content": null, "n": {"k": 3}}
          ],
          "js": {"a": [1, 2.0, null, true, {"\u00e9": "q\"\\\n\u0001\u007f\ud83d\ude00"}], "empty": [], "eo": {}}
        }
        """;

    public static string Render(string template) => Render(template, Variables);

    public static string Render(string template, string variables) =>
        JinjaTemplate.Parse(template).Render(JsonNode.Parse(variables)!.AsObject(), new SundayClock());

    private sealed class SundayClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2025, 7, 6, 15, 4, 9, TimeSpan.Zero);
    }
}
