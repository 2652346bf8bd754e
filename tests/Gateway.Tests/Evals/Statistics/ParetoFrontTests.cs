using CsCheck;
using Gateway.Evals.Statistics;

namespace Gateway.Tests.Evals.Statistics;

public sealed class ParetoFrontTests
{
    private static readonly Gen<PolicyPoint[]> Points =
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6]).Array[0, 12].Select(static drawn => drawn.Select(static (point, index) => new PolicyPoint($"{index}", point.Item1, point.Item2 / 6.0)).ToArray());

    [Fact]
    public void Of_DominatedPoints_LeavesThemOut()
    {
        PolicyPoint cheap = new("direct", 1, 0.5), dear = new("majority", 3, 0.9), slower = new("slow direct", 1.5, 0.5), worse = new("judge", 3, 0.8);

        Assert.Equal([cheap, dear], ParetoFront.Of([worse, dear, slower, cheap]));
    }

    [Fact]
    public void Of_EqualPoints_KeepsThemAsGiven()
    {
        PolicyPoint first = new("b", 1, 0.5), second = new("a", 1, 0.5);

        Assert.Equal([first, second], ParetoFront.Of([first, second]));
    }

    [Fact]
    public void Of_AnyPoints_RisesAndCoversTheRest() => Points.Sample(static points =>
    {
        var front = ParetoFront.Of(points);
        Assert.All(front.Zip(front.Skip(1)), static pair => Assert.True(
            pair.First.Cost < pair.Second.Cost && pair.First.Accuracy < pair.Second.Accuracy
            || pair.First.Cost == pair.Second.Cost && pair.First.Accuracy == pair.Second.Accuracy));
        Assert.All(points, point => Assert.Contains(front, other => other.Cost <= point.Cost && other.Accuracy >= point.Accuracy));
    });
}
