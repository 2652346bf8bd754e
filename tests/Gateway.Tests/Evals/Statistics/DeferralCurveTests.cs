using CsCheck;
using Gateway.Evals.Statistics;

namespace Gateway.Tests.Evals.Statistics;

public sealed class DeferralCurveTests
{
    private static readonly Gen<(double, bool, bool)[]> Items =
        Gen.Select(Gen.Int[0, 3].Select(static level => level / 3.0), Gen.Bool, Gen.Bool).Array[1, 5];

    [Fact]
    public void Of_FourItems_IsTheCurveByHand()
    {
        var curve = DeferralCurve.Of([(0.9, true, false), (0.1, false, true), (0.6, true, true), (0.4, false, false)]);

        Assert.Equal([new(0, 0.5), new(0.25, 0.75), new(0.5, 0.75), new(0.75, 0.75), new(1, 0.5)], curve.Points);
        // 0.25 (0.625 + 0.75 + 0.75 + 0.625), and 0.5 under the straight line.
        Assert.Equal(0.6875, curve.Area, 1e-12);
        Assert.Equal(0.1875, curve.AreaOverRandom, 1e-12);
    }

    [Fact]
    public void Of_EqualConfidences_IsRandomDeferral()
    {
        var curve = DeferralCurve.Of([(0.5, true, true), (0.5, false, true), (0.5, false, true)]);

        Assert.Equal([new(0, 1.0 / 3), new(1, 1)], curve.Points);
        Assert.Equal(0, curve.AreaOverRandom, 1e-12);
    }

    [Fact]
    public void Of_Ties_IsTheMeanOverTheirOrders() => Items.Sample(static items =>
    {
        // Every order of the items breaks the ties; a stable rank by confidence keeps the rest.
        var areas = Orders([.. Enumerable.Range(0, items.Length)])
            .Select(order => order.OrderBy(index => items[index].Item1).Select((index, rank) => ((double)rank, items[index].Item2, items[index].Item3)))
            .Select(static ranked => DeferralCurve.Of([.. ranked]).Area);

        Assert.Equal(areas.Average(), DeferralCurve.Of(items).Area, 1e-12);
    });

    [Fact]
    public void Of_NoItems_Throws() => Assert.Throws<ArgumentOutOfRangeException>(static () => DeferralCurve.Of([]));

    private static IEnumerable<int[]> Orders(int[] items) =>
        items.Length == 0 ? [[]] : items.SelectMany(first => Orders([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));
}
