using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Evals.Reports;
using Gateway.Tests.Evals.Cli;

namespace Gateway.Tests.Evals.Reports;

public sealed class JsonReportTests
{
    private static readonly JsonObject Json = JsonReport.Write(Results.Report(Results.Of("p", "1110", "aaaa"), Results.Of("m", "1100")));

    private static JsonObject Policy => (JsonObject)Json["policies"]![0]!;

    private static JsonObject Baseline => (JsonObject)Json["policies"]![1]!;

    [Fact]
    public void Write_Policy_HasTheKeysOfTheContractAndNoOthers()
    {
        Assert.Equal(["policies", "baseline"], Keys(Json));
        Assert.Equal(
            ["policy", "suite", "split", "n", "accuracy", "ci95", "vs_baseline", "calls_per_item", "input_tokens", "output_tokens", "cost_usd", "estimated", "oracle", "p50_ms", "p95_ms", "errors"],
            Keys(Policy));
        Assert.Equal(Keys(Policy), Keys(Baseline));
        Assert.Equal(["policy", "n", "diff", "ci95", "mcnemar_p"], Keys((JsonObject)Policy["vs_baseline"]!));
    }

    [Fact]
    public void Write_Policy_HasItsFigures() => Assert.Equal(
        """{"policy":"p","suite":"s","split":"test","n":4,"accuracy":0.75,"calls_per_item":2,"input_tokens":40,"output_tokens":20,"cost_usd":0.004,"estimated":false,"oracle":false,"p50_ms":100,"p95_ms":100,"errors":0}""",
        Without(Policy, "ci95", "vs_baseline"));

    [Fact]
    public void Write_Intervals_AreLowThenHigh()
    {
        // Wilson's interval of 3 of 4 by hand: centre (0.75 + 0.4802) / 1.9604, half 1.95996 * sqrt(0.046875 + 0.060025) / 1.9604.
        Assert.Equal([0.3006, 0.9544], Policy["ci95"]!.AsArray().Select(static end => Math.Round(end!.GetValue<double>(), 4)));
        var against = Policy["vs_baseline"]!["ci95"]!.AsArray().Select(static end => end!.GetValue<double>()).ToArray();
        Assert.Equal(2, against.Length);
        Assert.True(against[0] <= 0.25 && 0.25 <= against[1]);
    }

    [Fact]
    public void Write_Comparison_IsAgainstTheBaseline()
    {
        Assert.Equal("""{"policy":"m","n":4,"diff":0.25}""", Without((JsonObject)Policy["vs_baseline"]!, "ci95", "mcnemar_p"));
        Assert.Equal(1.0, Policy["vs_baseline"]!["mcnemar_p"]!.GetValue<double>(), 1e-9);
        Assert.Equal("m", Json["baseline"]!.GetValue<string>());
    }

    [Fact]
    public void Write_Baseline_HasNoComparison() => Assert.Null(Baseline["vs_baseline"]);

    [Fact]
    public void Write_NothingFinished_IsStillJson()
    {
        var json = JsonReport.Write(Results.Report(Results.Of("p", "")));

        Assert.Null(json["baseline"]);
        Assert.Equal(
            """{"policy":"p","suite":"s","split":"test","n":0,"accuracy":0,"ci95":[0,1],"vs_baseline":null,"calls_per_item":0,"input_tokens":0,"output_tokens":0,"cost_usd":0,"estimated":false,"oracle":false,"p50_ms":null,"p95_ms":null,"errors":0}""",
            JsonSerializer.Serialize(json["policies"]![0]));
    }

    private static IEnumerable<string> Keys(JsonObject json) => json.Select(static pair => pair.Key);

    private static string Without(JsonObject json, params string[] keys)
    {
        var copy = (JsonObject)json.DeepClone();
        foreach (var key in keys) copy.Remove(key);
        return copy.ToJsonString();
    }
}
