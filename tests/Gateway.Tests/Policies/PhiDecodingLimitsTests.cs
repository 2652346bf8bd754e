using Gateway.Testing;
using Microsoft.Extensions.AI;
using static Gateway.Tests.Policies.PhiDecodingTests;

namespace Gateway.Tests.Policies;

/// <summary>Phi-decoding whose budget ends or whose steps fail.</summary>
public sealed class PhiDecodingLimitsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(29)]
    public async Task Answer_FewCalls_AnswersWithTheBestSoFar(int calls)
    {
        var steps = new ScriptedSteps();

        var answer = await AskAsync(steps, $"budget: {{ calls: {calls} }}");

        Assert.NotEqual("", answer.Text);
        Assert.True(answer.Spend.Calls <= calls);
        Assert.Equal(0, steps.Open);
        Assert.NotEqual("", answer.Why("fallback"));
    }

    [Fact]
    public async Task Answer_BudgetEndsAfterForesight_IsWhatWasSeenAhead()
    {
        var answer = await AskAsync(new ScriptedSteps(), "beam: 2\nrollouts: 2\nwidth_sigma: 100\nbudget: { calls: 8 }");

        Assert.Contains("as it was seen ahead", answer.Why("fallback"), StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, answer.Updates[^1].FinishReason);
        Assert.Equal(8, answer.Spend.Calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(300)]
    public async Task Answer_FewOutputTokens_StaysWithinThem(int tokens)
    {
        var answer = await AskAsync(new ScriptedSteps(), $"budget: {{ output_tokens: {tokens} }}");

        // The end token of the last step is drawn after its limit.
        Assert.True(answer.Spend.OutputTokens <= tokens + answer.Calls.Count(static call => call.FinishReason == "stop"));
        Assert.NotEqual("", answer.Text);
    }

    [Fact]
    public async Task Answer_SingleRolloutsFail_AreDropped()
    {
        var steps = new ScriptedSteps { Fails = static (number, _) => number % 3 == 1 ? new ModelFault(FaultKind.Upstream, "it failed") : null };

        var answer = await AskAsync(steps, "");

        Assert.NotEqual("", answer.Text);
        Assert.Contains(answer.Calls, static call => call.Fault == FaultKind.Upstream);
        Assert.Equal(0, steps.Open);
    }

    [Fact]
    public async Task Answer_EveryFirstStepFails_FailsWithTheReason()
    {
        var steps = new ScriptedSteps { Fails = static (_, _) => new ModelFault(FaultKind.Upstream, "it is down") };

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => AskAsync(steps, ""));

        Assert.Equal("m: it is down", exception.Message);
        Assert.Equal(0, steps.Open);
    }

    [Fact]
    public async Task Answer_EverythingFailsAfterTheFirstRound_IsTheBestBeamAsSeenAhead()
    {
        var steps = new ScriptedSteps { Fails = static (number, _) => number >= 32 ? new ModelFault(FaultKind.Upstream, "it is down") : null };

        var answer = await AskAsync(steps, "width_sigma: 100");

        Assert.Contains("no rollout of step 2 gave a step: it is down", answer.Why("stop"), StringComparison.Ordinal);
        Assert.Contains("as it was seen ahead", answer.Why("fallback"), StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, answer.Updates[^1].FinishReason);
    }

    [Fact]
    public async Task Answer_ForesightFails_StepsAreJudgedByThemselves()
    {
        var steps = new ScriptedSteps { Fails = static (number, _) => number is >= 16 and < 32 ? new ModelFault(FaultKind.Timeout, "too slow") : null };

        var answer = await AskAsync(steps, "width_sigma: 100\nmax_steps: 2");

        Assert.Contains("step 1: 16 drawn and 0 failed, 16 kept, 16 of them without foresight; no clusters; 4 go on", answer.Why("step"), StringComparison.Ordinal);
        Assert.NotEqual("", answer.Text);
        Assert.Equal(0, steps.Open);
    }
}
