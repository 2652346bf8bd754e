using System.Text;
using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Reads the <c>gateway</c> object. It is the gateway's own, so what it does not know is a mistake, not something to forward.</summary>
internal static class GatewayExtensionReader
{
    private const string CacheValues = "one of on, off, read, write";
    private const string IncludeValues = "one of candidates, record";

    // A timer of .NET takes no more than 2^32 - 2 ms; 24 days are enough for any answer.
    private const long LongestWallClock = int.MaxValue;

    public static GatewayExtension Read(ref Utf8JsonReader reader)
    {
        var extension = GatewayExtension.None;
        if (!Expect.Object(ref reader, "")) return extension;
        while (reader.NextField())
        {
            var name = reader.TakeName();
            if (name.SequenceEqual("budget"u8)) extension = extension with { Budget = ReadBudget(ref reader) };
            else if (name.SequenceEqual("cache"u8)) extension = extension with { Cache = ReadCache(ref reader) };
            else if (name.SequenceEqual("include"u8)) extension = ReadInclude(ref reader, extension);
            else if (name.SequenceEqual("seed"u8)) extension = extension with { Seed = Expect.Integer(ref reader, "seed") };
            else throw Unknown("", name, "budget, cache, include, seed");
        }

        return extension;
    }

    private static BudgetLimits ReadBudget(ref Utf8JsonReader reader)
    {
        var limits = BudgetLimits.None;
        if (!Expect.Object(ref reader, "budget")) return limits;
        while (reader.NextField())
        {
            var name = reader.TakeName();
            if (name.SequenceEqual("calls"u8)) limits = limits with { Calls = (int?)Expect.Integer(ref reader, "budget.calls", 0, int.MaxValue) };
            else if (name.SequenceEqual("output_tokens"u8)) limits = limits with { OutputTokens = Expect.Integer(ref reader, "budget.output_tokens", 0) };
            else if (name.SequenceEqual("cost_usd"u8)) limits = limits with { Cost = ReadCost(ref reader) };
            else if (name.SequenceEqual("wall_clock_ms"u8)) limits = limits with { WallClock = ReadWallClock(ref reader) };
            else throw Unknown("budget.", name, "calls, output_tokens, cost_usd, wall_clock_ms");
        }

        return limits;
    }

    private static decimal? ReadCost(ref Utf8JsonReader reader)
    {
        const string path = "budget.cost_usd", legal = "a number of US dollars, 0 or more";
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.Number) throw Expect.WrongType(ref reader, path, legal);
        return reader.TryGetDecimal(out var cost) && cost >= 0 ? cost : throw new InvalidFieldException(path, $"must be {legal}", InvalidFieldException.WrongValue);
    }

    private static TimeSpan? ReadWallClock(ref Utf8JsonReader reader) =>
        Expect.Integer(ref reader, "budget.wall_clock_ms", 0, LongestWallClock) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private static CacheDirective? ReadCache(ref Utf8JsonReader reader) => Expect.Text(ref reader, "cache") switch
    {
        null => null,
        "on" => CacheDirective.On,
        "off" => CacheDirective.Off,
        "read" => CacheDirective.Read,
        "write" => CacheDirective.Write,
        _ => throw new InvalidFieldException("cache", $"must be {CacheValues}", InvalidFieldException.WrongValue),
    };

    private static GatewayExtension ReadInclude(ref Utf8JsonReader reader, GatewayExtension extension)
    {
        extension = extension with { IncludeCandidates = false, IncludeRecord = false };
        if (!Expect.Array(ref reader, "include", IncludeValues)) return extension;
        for (var i = 0; reader.NextItem(); i++)
        {
            extension = (reader.TokenType == JsonTokenType.String ? reader.GetString() : null) switch
            {
                "candidates" => extension with { IncludeCandidates = true },
                "record" => extension with { IncludeRecord = true },
                _ => throw new InvalidFieldException($"include[{i}]", $"must be {IncludeValues}", InvalidFieldException.WrongValue),
            };
        }

        return extension;
    }

    private static InvalidFieldException Unknown(string path, ReadOnlySpan<byte> name, string known) =>
        new($"{path}{Encoding.UTF8.GetString(name)}", $"is unknown; known are {known}", InvalidFieldException.Unknown);
}
