using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A cascade as a profile holds it.</summary>
/// <param name="Stages">At least one; the last accepts whatever it says.</param>
internal sealed record FittedCascade(IReadOnlyList<FittedStage> Stages)
{
    /// <summary>How it was fitted, and what it is worth on the items that it was fitted on, for whoever reviews it.</summary>
    public JsonObject? Made { get; init; }

    /// <summary>Nobody but the last stage is asked.</summary>
    public static FittedCascade Alone(IReadOnlyList<string> models) => new([new FittedStage(models, double.PositiveInfinity, null, null)]);

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["stages"] = new JsonArray([.. Stages.Select((stage, place) => (JsonNode)stage.ToJson(isLast: place == Stages.Count - 1))]) };
        if (Made is not null) json["made"] = Made.DeepClone();
        return json;
    }

    /// <returns>Null where a profile holds none.</returns>
    public static FittedCascade? Read(JsonObject fitted)
    {
        if (fitted["stages"] is not JsonArray { Count: > 0 } stages) return null;
        var read = stages.Select(FittedStage.Read).ToArray();
        return read.Any(static stage => stage is null) ? null : new FittedCascade(read!);
    }
}

/// <summary>A stage of it.</summary>
/// <param name="Models">Who is asked.</param>
/// <param name="Threshold">The least signal that is accepted; infinity accepts nothing.</param>
/// <param name="Deferred">The share of the fitted items that reached it and were handed on; null in the last.</param>
/// <param name="Learned">What its signal learned; null where it learns nothing.</param>
internal sealed record FittedStage(IReadOnlyList<string> Models, double Threshold, double? Deferred, LogisticModel? Learned)
{
    private const string Never = "never";

    public JsonObject ToJson(bool isLast)
    {
        var json = new JsonObject { ["models"] = new JsonArray([.. Models.Select(static model => (JsonNode)model)]) };
        if (isLast) return json;
        json["accept_from"] = double.IsFinite(Threshold) ? Threshold : Never;
        if (Deferred is { } rate) json["deferred"] = Math.Round(rate, 4);
        if (Learned is not null) json["learned"] = Learned.ToJson();
        return json;
    }

    /// <returns>Null where a profile holds none.</returns>
    public static FittedStage? Read(JsonNode? json)
    {
        if (json is not JsonObject stage || stage["models"] is not JsonArray { Count: > 0 } models || models.Any(static model => Text(model) is null)) return null;
        var threshold = stage["accept_from"] switch
        {
            null => double.PositiveInfinity,
            JsonValue value when Text(value) == Never => double.PositiveInfinity,
            JsonValue value when value.TryGetValue<double>(out var number) => number,
            _ => double.NaN,
        };
        if (double.IsNaN(threshold)) return null;
        var deferred = stage["deferred"] is JsonValue rate && rate.TryGetValue<double>(out var share) ? share : (double?)null;
        if (deferred is < 0 or > 1) return null;
        var learned = stage["learned"] is { } model ? LogisticModel.Read(model) : null;
        if (stage["learned"] is not null && learned is null) return null;
        return new FittedStage([.. models.Select(static model => Text(model)!)], threshold, deferred, learned);
    }

    private static string? Text(JsonNode? json) => json is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
