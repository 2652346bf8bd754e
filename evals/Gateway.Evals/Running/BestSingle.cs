using System.Text.Json.Nodes;

namespace Gateway.Evals.Running;

/// <summary>The model that answers most items of the fit split by its first sample: what a gain is stated against.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Accuracy">On the fit split.</param>
/// <param name="Items">How many items that split has.</param>
internal sealed record BestSingle(string Model, double Accuracy, int Items)
{
    public JsonObject ToJson() => new() { ["model"] = Model, ["fit_accuracy"] = Accuracy, ["fit_items"] = Items };

    public static BestSingle Read(JsonObject json) =>
        new(json["model"]!.GetValue<string>(), json["fit_accuracy"]!.GetValue<double>(), json["fit_items"]!.GetValue<int>());
}
