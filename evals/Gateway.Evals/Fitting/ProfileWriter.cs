using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Evals.Suites;
using Gateway.Policies;

namespace Gateway.Evals.Fitting;

/// <summary>Writes profiles: with what they were learned from, so that nobody is scored on it.</summary>
internal static partial class ProfileWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Describe(PolicyDefinition policy, Suite suite, SuiteItems items, IReadOnlyList<SuiteItem> seen, string split, long seed, FitResult result, string command)
    {
        string[] digests = [.. seen.Select(static item => FittedProfile.Digest(item.Id)).Order(StringComparer.Ordinal)];
        var profile = new JsonObject
        {
            ["format"] = FittedProfile.Format,
            ["policy"] = policy.Options.Name,
            ["kind"] = policy.Kind,
            ["fitted"] = result.Fitted.DeepClone(),
            ["expected"] = new JsonObject
            {
                ["accuracy"] = Math.Round(result.Accuracy, 4),
                ["ci95"] = new JsonArray(Math.Round(result.Interval.Low, 4), Math.Round(result.Interval.High, 4)),
                ["without"] = Math.Round(result.Untrained, 4),
                ["gain_ci95"] = new JsonArray(Math.Round(result.Gain.Interval.Low, 4), Math.Round(result.Gain.Interval.High, 4)),
                ["cost_usd_per_item"] = decimal.Round(result.CostPerItem, 8),
                ["cost_usd_per_item_without"] = decimal.Round(result.UntrainedCostPerItem, 8),
                ["by"] = "10-fold cross-validation on the seen items",
            },
            ["suite"] = suite.Name,
            ["suite_version"] = suite.Version,
            ["suite_hash"] = suite.Hash,
            ["data_hash"] = items.DataHash,
            ["split"] = split,
            ["seed"] = seed,
            ["command"] = command,
            ["items"] = seen.Count,
            ["ids_hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', digests)))),
            ["ids"] = new JsonArray([.. digests.Select(static digest => (JsonNode)digest)]),
        };
        if (result.FirstStage is { } curve)
        {
            profile["expected"]!["first_stage"] = new JsonObject
            {
                ["accuracy"] = Math.Round(curve.Points[0].Accuracy, 4),
                ["last_stage_accuracy"] = Math.Round(curve.Points[^1].Accuracy, 4),
                ["deferral_area"] = Math.Round(curve.Area, 4),
                ["over_random"] = Math.Round(curve.AreaOverRandom, 4),
            };
        }

        return profile;
    }

    /// <summary>Writes the file whole or not at all. The ids stand in few lines and a list of numbers in one, since people read what is around them.</summary>
    public static void Write(string path, JsonObject profile)
    {
        var ids = profile["ids"]!.AsArray().Select(static id => $"\"{id}\"").Chunk(16).Select(static line => "    " + string.Join(", ", line));
        var head = profile.DeepClone().AsObject();
        head.Remove("ids");
        var text = ListOfNumbers().Replace(head.ToJsonString(Indented), static list => Break().Replace(list.Value, static found => found.Value[0] == ',' ? ", " : ""));
        File.WriteAllText(path + ".new", $"{text[..text.LastIndexOf('}')].TrimEnd()},\n  \"ids\": [\n{string.Join(",\n", ids)}\n  ]\n}}\n");
        File.Move(path + ".new", path, overwrite: true);
    }

    // A line break stands in no JSON string, so this is never inside of one.
    [GeneratedRegex(@"\[\s*\n[-+.0-9eE,\s]+\]", RegexOptions.CultureInvariant)]
    private static partial Regex ListOfNumbers();

    [GeneratedRegex(@",?\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Break();
}
