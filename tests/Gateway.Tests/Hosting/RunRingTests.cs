using Gateway.Hosting;

namespace Gateway.Tests.Hosting;

public sealed class RunRingTests
{
    [Fact]
    public void Last_MoreRunsThanItKeeps_GivesTheNewestFirst()
    {
        var ring = new RunRing(3);
        for (var i = 0; i < 5; i++) ring.Write(Run($"run_{i}"));

        Assert.Equal(["run_4", "run_3", "run_2"], ring.Last(10).Select(static run => run.Id));
        Assert.Equal(["run_4"], ring.Last(1).Select(static run => run.Id));
        Assert.Null(ring.Find("run_1"));
        Assert.Equal("run_2", ring.Find("run_2")?.Id);
    }

    [Fact]
    public void Write_KeepsNothing_IsEmpty()
    {
        var ring = new RunRing(0);
        ring.Write(Run("run_0"));

        Assert.Empty(ring.Last(1));
        Assert.Null(ring.Find("run_0"));
    }

    private static RunRecord Run(string id) => new(id, null, "p", "direct", "", null, null, default, default, default, default, RunOutcome.Answered, []);
}
