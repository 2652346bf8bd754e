using CsCheck;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Adaptive;

/// <summary>The paper's closed form for a checked answer: the j-th sample of a request that one sample answers with probability p gains p(1-p)^(j-1).</summary>
public sealed class SampleAllocationTests
{
    private const int Most = 8;
    private static readonly Gen<double[]> Chances = Gen.Double[0.01, 0.99].Array[1, 4];

    [Fact]
    public void Of_UnitCosts_SpendsTheBudgetExactly() => Gen.Select(Chances, Gen.Int[0, Most]).Sample(static drawn =>
    {
        var (chances, budget) = drawn;
        var wanted = Math.Min(budget, chances.Length * Most);
        return Samples(chances, budget).Sum() == wanted;
    }, iter: 500);

    [Fact]
    public void Of_MoreBudget_TakesFromNobody() => Gen.Select(Chances, Gen.Int[0, 20]).Sample(static drawn =>
    {
        var (chances, budget) = drawn;
        return Samples(chances, budget).Zip(Samples(chances, budget + 1)).All(static pair => pair.First <= pair.Second);
    }, iter: 500);

    [Fact]
    public void Of_FallingGains_IsWhatBruteForceFinds() => Gen.Select(Chances, Gen.Int[0, Most]).Sample(static drawn =>
    {
        var (chances, budget) = drawn;
        return Math.Abs(Value(chances, Samples(chances, budget)) - All(chances.Length, budget).Max(samples => Value(chances, samples))) < 1e-9;
    }, iter: 200);

    [Fact]
    public void Of_KnownChances_IsAtLeastAsGoodAsSharingEqually() => Gen.Select(Chances, Gen.Int[1, 4]).Sample(static drawn =>
    {
        var (chances, each) = drawn;
        return Value(chances, Samples(chances, each * chances.Length)) >= Value(chances, [.. chances.Select(_ => each)]) - 1e-9;
    }, iter: 300);

    [Fact]
    public void Of_EqualChances_SharesEquallyWithinOne() => Gen.Select(Gen.Double[0.05, 0.95], Gen.Int[1, 5], Gen.Int[0, 20]).Sample(static drawn =>
    {
        var (chance, requests, budget) = drawn;
        var samples = Samples([.. Enumerable.Repeat(chance, requests)], budget);
        return samples.Max() - samples.Min() <= 1;
    }, iter: 300);

    [Fact]
    public void Of_HardestAndEasiest_GetLeastBeyondTheFirst()
    {
        var samples = Samples([0.001, 0.3, 0.999], 9);

        Assert.True(samples[1] > samples[0] && samples[1] > samples[2], string.Join(", ", samples));
    }

    [Fact]
    public void Of_GainThatComesLate_IsTakenInOneStep()
    {
        // One further sample of a vote gains nothing, two do.
        SampleAllocation.Curve[] curves = [new(1, [(1, 0.5), (2, 0.5), (3, 0.7)]), new(1, [(1, 0.5), (2, 0.55), (3, 0.56)])];

        Assert.Equal([2, 0], SampleAllocation.Of(curves, 4));
        Assert.Equal([2, 1], SampleAllocation.Of(curves, 5));
    }

    private static int[] Samples(double[] chances, int budget) =>
        SampleAllocation.Of([.. chances.Select(static chance => new SampleAllocation.Curve(1, [.. Enumerable.Range(0, Most + 1).Select(samples => ((double)samples, Chance(chance, samples)))]))], budget);

    private static double Value(double[] chances, IReadOnlyList<int> samples) => chances.Zip(samples, Chance).Sum();

    private static double Chance(double chance, int samples) => 1 - Math.Pow(1 - chance, samples);

    private static IEnumerable<int[]> All(int requests, int budget) => requests == 0
        ? [[]]
        : Enumerable.Range(0, budget + 1).SelectMany(first => All(requests - 1, budget - first).Select(rest => (int[])[first, .. rest]));
}
