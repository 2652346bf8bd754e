using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>How many samples a request of a predicted difficulty may have, as <c>fit</c> learned it.</summary>
/// <param name="Models">Who was sampled when it was fitted, in turn.</param>
/// <param name="MinN">Samples of the first round, from which the difficulty is told.</param>
/// <param name="Chance">Predicts how likely one sample is right.</param>
/// <param name="Bins">By ascending chance; the last one has no upper end.</param>
internal sealed record AllocationProfile(IReadOnlyList<string> Models, int MinN, LogisticModel Chance, IReadOnlyList<AllocationBin> Bins)
{
    /// <summary>Sets what a request may have, by what its first round says.</summary>
    public void Limit(PolicyRun run, AdaptiveDraws draws, IReadOnlyCollection<(string Text, AnswerKey? Key)> first)
    {
        var samples = SamplesFor(Difficulty.Of(run.Prompt, first, draws.Drawn), out var chance);
        draws.Limit(samples);
        run.Note(new Decided("allocate", FormattableString.Invariant($"one sample is right with probability {chance:0.###}, as predicted after {draws.Drawn}: {draws.Most} samples at most")));
    }

    /// <summary>Samples in all of a request after its first round.</summary>
    public int SamplesFor(double[] features, out double chance)
    {
        var predicted = chance = Chance.Predict(features);
        return (Bins.FirstOrDefault(bin => predicted < bin.Below) ?? Bins[^1]).Samples;
    }

    public JsonObject ToJson() => new()
    {
        ["models"] = new JsonArray([.. Models.Select(static model => (JsonNode)model)]),
        ["min_n"] = MinN,
        ["chance"] = Chance.ToJson(),
        ["bins"] = new JsonArray([.. Bins.Select(static bin => (JsonNode)new JsonObject { ["below"] = bin.Below, ["samples"] = bin.Samples })]),
    };

    /// <returns>Null where a profile holds none, or one that makes no sense.</returns>
    public static AllocationProfile? Read(JsonObject fitted)
    {
        try
        {
            var models = fitted["models"]!.AsArray().Select(static model => model!.GetValue<string>()).ToArray();
            var bins = fitted["bins"]!.AsArray().Select(static bin => new AllocationBin(bin!["below"]!.GetValue<double>(), bin["samples"]!.GetValue<int>())).ToArray();
            var minN = fitted["min_n"]!.GetValue<int>();
            if (models.Length == 0 || bins.Length == 0 || minN < 1 || bins.Any(bin => bin.Samples < minN) || !bins.Select(static bin => bin.Below).Order().SequenceEqual(bins.Select(static bin => bin.Below))) return null;
            return LogisticModel.Read(fitted["chance"]) is { } chance && chance.Features.SequenceEqual(Difficulty.Names) ? new AllocationProfile(models, minN, chance, bins) : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NullReferenceException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>Requests of like difficulty.</summary>
/// <param name="Below">The chance at which the next bin begins.</param>
/// <param name="Samples">What each of them may have.</param>
internal sealed record AllocationBin(double Below, int Samples);
