using CsCheck;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Voting;

public sealed class VoteTallyTests
{
    // Few different answers, so that ties and late turns are common; null does not vote.
    private static readonly Gen<string?[]> Samples = Gen.Int[0, 3].Select(static drawn => drawn == 0 ? null : $"{drawn}").Array[1, 12];

    private static readonly Gen<(string?[] Samples, int[] Arrival)> Arrivals =
        Samples.SelectMany(static samples => Gen.Shuffle(Enumerable.Range(0, samples.Length).ToArray()).Select(arrival => (samples, arrival)));

    [Fact]
    public void Leader_AnyArrivalOrder_IsThePlainVotesWinner() => Arrivals.Sample(static pair =>
    {
        var tally = new VoteTally(pair.Samples.Length);
        foreach (var sample in pair.Arrival) tally.Add(sample, Key(pair.Samples[sample]));
        return tally.Leader?.Text == PlainVote(pair.Samples);
    });

    [Fact]
    public void Leader_WhenDecidedEarly_IsThePlainVotesWinner() => Arrivals.Sample(static pair =>
    {
        var tally = new VoteTally(pair.Samples.Length);
        foreach (var sample in pair.Arrival)
        {
            tally.Add(sample, Key(pair.Samples[sample]));
            if (tally.IsDecided) break;
        }

        return tally.Leader?.Text == PlainVote(pair.Samples);
    });

    [Fact]
    public void IsDecided_OneVoteShort_IsNot()
    {
        var tally = new VoteTally(5);
        tally.Add(0, Key("a"));
        tally.Add(1, Key("a"));
        Assert.False(tally.IsDecided);

        tally.Add(2, Key("b"));
        Assert.False(tally.IsDecided);

        tally.Add(3, Key("a"));
        Assert.True(tally.IsDecided);
    }

    [Fact]
    public void IsDecided_FailedSamples_CountAsGone()
    {
        var tally = new VoteTally(4);
        tally.Add(1, null);
        tally.Add(2, null);
        Assert.False(tally.IsDecided);

        tally.Add(0, Key("a"));
        Assert.False(tally.IsDecided);

        tally.Add(3, null);
        Assert.True(tally.IsDecided);
    }

    [Fact]
    public void Leader_Tie_IsTheAnswerThatAppearsFirst()
    {
        var tally = new VoteTally(4);
        foreach (var (sample, key) in new[] { (3, "b"), (2, "a"), (1, "b"), (0, "a") }) tally.Add(sample, Key(key));

        Assert.Equal("a", tally.Leader?.Text);
        Assert.Equal((2, 4, 0), (tally.RunnerUp, tally.Votes, tally.Outstanding));
    }

    [Fact]
    public void VotesFor_TextAndToolCallsThatReadAlike_AreNotTheSame()
    {
        var tally = new VoteTally(2);
        tally.Add(0, new AnswerKey("f {}", CallsTools: true));
        tally.Add(1, new AnswerKey("f {}", CallsTools: false));

        Assert.Equal(1, tally.VotesFor(new AnswerKey("f {}", CallsTools: true)));
    }

    private static AnswerKey? Key(string? answer) => answer is null ? null : new AnswerKey(answer, CallsTools: false);

    /// <summary>The vote as one would count it by hand: most votes, ties to the first in sample order.</summary>
    private static string? PlainVote(string?[] samples) => samples
        .Where(static answer => answer is not null)
        .GroupBy(static answer => answer)
        .OrderByDescending(static group => group.Count())
        .FirstOrDefault()?.Key;
}
