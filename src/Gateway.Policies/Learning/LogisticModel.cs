using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A logistic regression over named features.</summary>
/// <param name="Features">Their names.</param>
/// <param name="Means">What is taken off each feature.</param>
/// <param name="Scales">What each is then divided by, above 0.</param>
/// <param name="Weights">Of each feature so scaled.</param>
/// <param name="Intercept">The log odds where every feature is at its mean.</param>
internal sealed record LogisticModel(IReadOnlyList<string> Features, double[] Means, double[] Scales, double[] Weights, double Intercept)
{
    private const double MostLogOdds = 30;

    /// <param name="values">The features, in their order.</param>
    /// <returns>Between 0 and 1.</returns>
    public double Predict(ReadOnlySpan<double> values)
    {
        var logOdds = Intercept;
        for (var i = 0; i < Weights.Length; i++) logOdds += Weights[i] * (values[i] - Means[i]) / Scales[i];
        return 1 / (1 + Math.Exp(-Math.Clamp(logOdds, -MostLogOdds, MostLogOdds)));
    }

    public JsonObject ToJson()
    {
        var features = new JsonObject();
        for (var i = 0; i < Features.Count; i++) features[Features[i]] = new JsonObject { ["mean"] = Means[i], ["scale"] = Scales[i], ["weight"] = Weights[i] };
        return new JsonObject { ["intercept"] = Intercept, ["features"] = features };
    }

    /// <returns>Null where a profile holds none.</returns>
    public static LogisticModel? Read(JsonNode? json)
    {
        if (json is not JsonObject model || Number(model, "intercept") is not { } intercept || model["features"] is not JsonObject features) return null;
        var numbers = features.Select(static pair => (Mean: Number(pair.Value, "mean"), Scale: Number(pair.Value, "scale"), Weight: Number(pair.Value, "weight"))).ToArray();
        if (numbers.Any(static one => one.Mean is null || one.Weight is null || one.Scale is not > 0)) return null;
        return new LogisticModel(
            [.. features.Select(static pair => pair.Key)],
            [.. numbers.Select(static one => one.Mean!.Value)],
            [.. numbers.Select(static one => one.Scale!.Value)],
            [.. numbers.Select(static one => one.Weight!.Value)],
            intercept);
    }

    private static double? Number(JsonNode? json, string key) =>
        json is JsonObject mapping && mapping[key] is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null;
}
