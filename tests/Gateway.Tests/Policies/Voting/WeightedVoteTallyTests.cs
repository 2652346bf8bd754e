using CsCheck;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Voting;

public sealed class WeightedVoteTallyTests
{
    private static readonly decimal[] Weights = [0, 0.1m, 0.5m, 1, 2, 3.7m];

    // Few different answers and weights, so that ties and late turns are common; null does not vote.
    private static readonly Gen<(string? Answer, decimal Weight)[]> Samples =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, Weights.Length - 1], static (answer, weight) => (answer == 0 ? null : $"{answer}", Weights[weight])).Array[1, 12];

    private static readonly Gen<((string? Answer, decimal Weight)[] Samples, int[] Arrival)> Arrivals =
        Samples.SelectMany(static samples => Gen.Shuffle(Enumerable.Range(0, samples.Length).ToArray()).Select(arrival => (samples, arrival)));

    [Fact]
    public void Leader_AnyArrivalOrder_IsThePlainWeightedVotesWinner() => Arrivals.Sample(static pair =>
    {
        var tally = Tally(pair.Samples);
        foreach (var sample in pair.Arrival) tally.Add(sample, Key(pair.Samples[sample].Answer));
        return tally.Leader?.Text == PlainVote(pair.Samples);
    });

    [Fact]
    public void Leader_WhenDecidedEarly_IsThePlainWeightedVotesWinner() => Arrivals.Sample(static pair =>
    {
        var tally = Tally(pair.Samples);
        foreach (var sample in pair.Arrival)
        {
            tally.Add(sample, Key(pair.Samples[sample].Answer));
            if (tally.IsDecided) break;
        }

        return tally.Leader?.Text == PlainVote(pair.Samples);
    });

    [Fact]
    public void Votes_AnyArrivalOrder_AreTheSumsOfTheWeights() => Arrivals.Sample(static pair =>
    {
        var tally = Tally(pair.Samples);
        foreach (var sample in pair.Arrival) tally.Add(sample, Key(pair.Samples[sample].Answer));
        var sums = pair.Samples.Where(static sample => sample.Answer is not null).GroupBy(static sample => sample.Answer).Select(static group => group.Sum(static sample => sample.Weight)).OrderDescending().ToArray();
        return tally.Votes == sums.Sum() && tally.RunnerUp == sums.ElementAtOrDefault(1) && tally.Outstanding == 0;
    });

    [Fact]
    public void Add_EqualWeights_DecidesAtTheSameSampleForTheSameLeaderAsWithoutThem() =>
        Gen.Select(Arrivals, Gen.Int[1, Weights.Length - 1]).Sample(static drawn =>
        {
            var ((samples, arrival), weight) = drawn;
            var (weighted, plain) = (new VoteTally([.. samples.Select(_ => Weights[weight])]), new VoteTally(samples.Length));
            return arrival.All(sample =>
            {
                weighted.Add(sample, Key(samples[sample].Answer));
                plain.Add(sample, Key(samples[sample].Answer));
                return weighted.IsDecided == plain.IsDecided && weighted.Leader == plain.Leader;
            });
        });

    [Fact]
    public void Leader_EqualSums_IsTheAnswerThatAppearsFirst()
    {
        var tally = new VoteTally([1, 0.5m, 0.5m]);
        foreach (var (sample, key) in new[] { (2, "b"), (1, "b"), (0, "a") }) tally.Add(sample, Key(key));

        Assert.Equal("a", tally.Leader?.Text);
        Assert.Equal((1, 2), (tally.RunnerUp, tally.Votes));
    }

    [Fact]
    public void Leader_AnswerOfWeightZero_LosesToTheSmallestWeight()
    {
        var tally = new VoteTally([0, 0, 0.001m]);
        foreach (var (sample, key) in new[] { (0, "a"), (1, "a"), (2, "b") }) tally.Add(sample, Key(key));

        Assert.Equal("b", tally.Leader?.Text);
    }

    [Fact]
    public void Leader_AnswerOfWeightZeroBeforeAnEqualSum_GainsItsAnswerNoEarlierPlace()
    {
        var tally = new VoteTally([0, 1, 1]);
        foreach (var (sample, key) in new[] { (0, "b"), (1, "a"), (2, "b") }) tally.Add(sample, Key(key));

        Assert.Equal("a", tally.Leader?.Text);
    }

    [Fact]
    public void Leader_NothingButWeightZero_IsNone()
    {
        var tally = new VoteTally([0, 0]);
        tally.Add(0, Key("a"));
        tally.Add(1, Key("a"));

        Assert.Null(tally.Leader);
        Assert.False(tally.IsDecided);
    }

    [Fact]
    public void IsDecided_OnlySamplesOfWeightZeroOutstanding_Is()
    {
        var tally = new VoteTally([0, 1, 0]);
        Assert.False(tally.IsDecided);

        tally.Add(1, Key("a"));
        Assert.True(tally.IsDecided);
        Assert.Equal(2, tally.Outstanding);
    }

    [Fact]
    public void IsDecided_OutstandingWeightEqualsTheLead_IsNot()
    {
        var tally = new VoteTally([2, 1, 1]);
        tally.Add(0, Key("a"));
        Assert.False(tally.IsDecided);

        tally.Add(1, null);
        Assert.True(tally.IsDecided);
    }

    private static VoteTally Tally((string? Answer, decimal Weight)[] samples) => new([.. samples.Select(static sample => sample.Weight)]);

    private static AnswerKey? Key(string? answer) => answer is null ? null : new AnswerKey(answer, CallsTools: false);

    /// <summary>The vote as one would count it by hand: the largest sum, ties to the first in sample order; who weighs nothing does not vote.</summary>
    private static string? PlainVote((string? Answer, decimal Weight)[] samples) => samples
        .Where(static sample => sample.Answer is not null && sample.Weight > 0)
        .GroupBy(static sample => sample.Answer)
        .OrderByDescending(static group => group.Sum(static sample => sample.Weight))
        .FirstOrDefault()?.Key;
}
