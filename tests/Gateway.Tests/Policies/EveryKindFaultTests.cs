using Gateway.Testing;

namespace Gateway.Tests.Policies;

/// <summary>What holds for every kind when one of its calls fails. Each kind's page says how it degrades; none may fail for one call.</summary>
public sealed class EveryKindFaultTests
{
    private static readonly FaultKind[] Faults = [FaultKind.Upstream, FaultKind.Timeout, FaultKind.RateLimited, FaultKind.ContextTooLong, FaultKind.Refused, FaultKind.Malformed];

    public static TheoryData<string> Bodies => EveryKindTests.Bodies;

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Answer_AnySingleCallFails_IsAnswered(string body)
    {
        var policy = Yaml.Policy(body);
        var calls = await CallsOf(policy);
        for (var failing = 0; failing < calls; failing++)
        {
            foreach (var fault in Faults)
            {
                var asked = TestRun.With(EveryKindTests.Models(call => call == failing ? ScriptedAnswer.Failing(fault) : null)).AskAsync(policy);

                // A policy of one call has nothing to fall back on.
                if (calls == 1) Assert.Equal(fault, Assert.Single((await Assert.ThrowsAsync<NoCandidateException>(() => asked)).Failed).Fault!.Kind);
                else Assert.NotEqual("", (await asked).Text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Answer_AnySingleCallSaysNothing_IsAnsweredOrEmpty(string body)
    {
        var policy = Yaml.Policy(body);
        var calls = await CallsOf(policy);
        for (var silent = 0; silent < calls; silent++)
        {
            var answer = await TestRun.With(EveryKindTests.Models(call => call == silent ? new ScriptedAnswer("") : null)).AskAsync(policy);

            Assert.Equal(RunOutcome.Answered, answer.Record.Outcome);
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Stream_AnySingleCallFails_IsAnsweredOrEndsInAFault(string body)
    {
        var policy = Yaml.Policy(body);
        var calls = await CallsOf(policy);
        for (var failing = 0; failing < calls; failing++)
        {
            var test = TestRun.With(EveryKindTests.Models(call => call == failing ? new ScriptedAnswer("half an") { Fault = new ModelFault(FaultKind.Upstream, "cut") } : null));
            try
            {
                Assert.NotEqual("", (await test.AskAsync(policy, TestRun.Request("question") with { Streaming = true })).Text);
            }
            catch (NoCandidateException exception)
            {
                // Cut after its first word, in the call whose text is the answer.
                Assert.Contains("cut", exception.Message, StringComparison.Ordinal);
                Assert.Equal(RunOutcome.Failed, test.Records[^1].Outcome);
            }
        }
    }

    private static async Task<int> CallsOf(PolicyDefinition policy) => (await TestRun.With(EveryKindTests.Models()).AskAsync(policy)).Spend.Calls;
}
