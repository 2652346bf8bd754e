using System.Text.Json.Nodes;
using Gateway.Evals.Reports;
using Gateway.Evals.Running;

namespace Gateway.Tests.Evals.Reports;

/// <summary>Rows and reports as an evaluation leaves them.</summary>
internal static class Rows
{
    public static RunSpec Spec(string policy) => new()
    {
        Suite = "sums",
        SuiteVersion = 2,
        SuiteHash = "a1b2",
        DataHash = "c3d4",
        Policy = policy,
        Kind = "best-of-n",
        PolicyHashes = new Dictionary<string, string> { [policy] = "77aa" },
        Models = new Dictionary<string, string> { ["small"] = "recorded" },
        Split = "test",
        Seed = 7,
        Commit = "0123abc",
        Version = "0.1.0",
        Command = "gateway-evals run sums",
    };

    /// <summary>A row that made these calls.</summary>
    public static SampleRow Of(string id, bool correct, params JsonObject[] events) => new()
    {
        Id = id,
        Category = "",
        Gold = "42",
        Text = correct ? "The answer is 42" : "The answer is 41",
        Answer = correct ? "42" : "41",
        Correct = correct,
        Model = "small",
        Spend = events.Where(static happened => happened["spend"] is not null).Select(static happened => SpendOf(happened["spend"]!)).Aggregate(default(Spend), static (sum, spend) => sum + spend),
        Events = new JsonArray([.. events]).ToJsonString(),
    };

    public static JsonObject Call(string model, string role, int sample, string? text, decimal cost = 0.001m, double elapsedMs = 100, JsonArray? inner = null)
    {
        var call = new JsonObject
        {
            ["type"] = "call_ended",
            ["model"] = model,
            ["role"] = role,
            ["sample_index"] = sample,
            ["text"] = text,
            ["spend"] = new JsonObject { ["calls"] = 1, ["input_tokens"] = 20, ["cached_input_tokens"] = 5, ["output_tokens"] = 10 + sample, ["cost_usd"] = cost },
            ["estimated"] = false,
            ["elapsed_ms"] = elapsedMs,
            ["fault"] = null,
            ["cached"] = false,
        };
        if (inner is not null) call["events"] = inner;
        return call;
    }

    public static JsonObject Scored(string scorer, params (string Model, int Sample, double Score, string? Answer)[] scores) => new()
    {
        ["type"] = "scored",
        ["scorer"] = scorer,
        ["scores"] = new JsonArray([.. scores.Select(static score => (JsonNode)new JsonObject { ["model"] = score.Model, ["sample_index"] = score.Sample, ["score"] = score.Score, ["answer"] = score.Answer })]),
    };

    public static JsonObject Decided(string what, string why) => new() { ["type"] = "decided", ["what"] = what, ["why"] = why };

    public static PolicySummary Policy(string policy, params SampleRow[] rows) => new() { Policy = policy, Spec = Spec(policy), Rows = rows };

    /// <summary>A report whose baseline is the first, if it has one.</summary>
    public static EvaluationReport Report(bool hasBaseline, params PolicySummary[] policies) =>
        EvaluationReport.Of([.. policies.Select(static policy => new PolicyResult(policy.Spec, policy.Rows))], hasBaseline ? policies[0].Policy : null);

    private static Spend SpendOf(JsonNode spend) => new(
        spend["calls"]!.GetValue<int>(), spend["input_tokens"]!.GetValue<int>(), spend["cached_input_tokens"]!.GetValue<int>(), spend["output_tokens"]!.GetValue<int>(), spend["cost_usd"]!.GetValue<decimal>());
}
