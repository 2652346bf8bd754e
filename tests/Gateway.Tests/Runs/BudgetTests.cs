using CsCheck;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Runs;

public sealed class BudgetTests
{
    private static readonly Price Dollar = new(1_000_000m, 1_000_000m, 1_000_000m);

    [Fact]
    public void TryReserve_CallsLeft_TakesThemUntilNoneAre()
    {
        var budget = new Budget(new BudgetLimits { Calls = 2 });

        Assert.True(budget.TryReserve(Request(), out _, out _));
        Assert.True(budget.TryReserve(Request(), out _, out _));
        Assert.False(budget.TryReserve(Request(), out _, out var refusal));
        Assert.Equal("budget.calls is 2 and all are taken", refusal);
    }

    [Fact]
    public void TryReserve_RequestForMoreSamplesThanLeft_IsRefusedWhole()
    {
        var budget = new Budget(new BudgetLimits { Calls = 2 });

        Assert.False(budget.TryReserve(Request() with { Calls = 3 }, out _, out _));
        Assert.True(budget.TryReserve(Request() with { Calls = 2 }, out _, out _));
    }

    [Theory]
    [InlineData(0, null, null, null, "budget.calls is 0")]
    [InlineData(null, 0L, null, null, "budget.output_tokens is 0")]
    [InlineData(null, null, 0, null, "budget.cost_usd is 0")]
    [InlineData(null, null, null, 0, "budget.wall_clock_ms is 0")]
    public void TryReserve_LimitOfNothing_IsRefusedByItsName(int? calls, long? tokens, int? cost, int? milliseconds, string expected)
    {
        var limits = new BudgetLimits { Calls = calls, OutputTokens = tokens, Cost = cost, WallClock = milliseconds is { } time ? TimeSpan.FromMilliseconds(time) : null };

        Assert.False(new Budget(limits).TryReserve(Request(), out _, out var refusal));
        Assert.Equal(expected, refusal);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(60, 25)]
    public void TryReserve_CallThatTakesLess_GetsTheSmallerOfItsLimitAndItsShare(int asked, long granted)
    {
        var budget = new Budget(new BudgetLimits { OutputTokens = 100 });

        Assert.True(budget.TryReserve(Request() with { MaxOutputTokens = asked, Planned = 4, TakesLess = true }, out var reservation, out _));
        Assert.Equal(granted, reservation.MaxOutputTokens);
    }

    [Fact]
    public void TryReserve_NoLimitOnTheCallsOutput_GetsItsShareOfWhatIsLeft()
    {
        var budget = new Budget(new BudgetLimits { OutputTokens = 100 });

        Assert.True(budget.TryReserve(Request() with { Planned = 4 }, out var first, out _));
        Assert.True(budget.TryReserve(Request() with { Planned = 3 }, out var second, out _));
        Assert.Equal((25L, 25L), (first.MaxOutputTokens, second.MaxOutputTokens));
    }

    [Fact]
    public void EstimateInputTokens_ToolsAndSchema_AreCounted()
    {
        var tool = AIFunctionFactory.Create(static (string city) => city, "weather", new string('x', 1000));
        var prompt = new Prompt([new ChatMessage(ChatRole.User, "hi")], new ChatOptions());

        Assert.InRange(prompt.EstimateInputTokens(), 1, 10);
        Assert.True((prompt with { Options = new ChatOptions { Tools = [tool] } }).EstimateInputTokens() > 500);
        Assert.True((prompt with { Options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(tool.JsonSchema) } }).EstimateInputTokens() > 20);
    }

    [Fact]
    public void TryReserve_SeveralLimits_TheLeastOfThemSizesTheCall()
    {
        var budget = new Budget(new BudgetLimits { OutputTokens = 4096, Cost = 0.001m });

        Assert.True(budget.TryReserve(new ReservationRequest(1, 0, null, 1, new Price(0, 0, 0.60m)), out var reservation, out _));
        Assert.Equal(1666, reservation.MaxOutputTokens);
    }

    [Fact]
    public void TryReserve_InnerLimitBelowTheOuter_SizesTheCall()
    {
        var outer = new Budget(new BudgetLimits { OutputTokens = 10_000 });
        var inner = new Budget(new BudgetLimits { OutputTokens = 1000 }, outer);

        Assert.True(inner.TryReserve(Request(), out var reservation, out _));
        Assert.Equal(1000, reservation.MaxOutputTokens);
    }

    [Fact]
    public void TryReserve_RunsOfOneParent_ShareWhatItHas()
    {
        var outer = new Budget(new BudgetLimits { OutputTokens = 1000 });
        var granted = new List<long?>();
        for (var left = 5; left > 0; left--)
        {
            Assert.True(new Budget(BudgetLimits.None, outer, siblings: left).TryReserve(Request(), out var reservation, out _));
            granted.Add(reservation.MaxOutputTokens);
        }

        Assert.Equal([200, 200, 200, 200, 200], granted);
    }

    [Theory]
    [InlineData("1e13", "0.6")]
    [InlineData("1e28", "0.6")]
    [InlineData("1e28", "0.0000000000000000001")]
    public void TryReserve_MoreMoneyThanAnyCallTakes_IsNoOverflow(string cost, string price)
    {
        var budget = new Budget(new BudgetLimits { Cost = Money(cost) });

        Assert.True(budget.TryReserve(new ReservationRequest(1, 10, null, 1, new Price(0, 0, Money(price))), out var reservation, out _));
        Assert.Equal(int.MaxValue, reservation.MaxOutputTokens);

        static decimal Money(string text) => decimal.Parse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void TryReserve_CallThatMayWriteMoreThanIsLeft_IsRefused()
    {
        var budget = new Budget(new BudgetLimits { OutputTokens = 100 });
        Assert.True(budget.TryReserve(Request() with { MaxOutputTokens = 60 }, out var reservation, out _));
        Assert.False(budget.TryReserve(Request() with { MaxOutputTokens = 60 }, out _, out _));

        budget.Settle(reservation, new Spend(1, 0, 0, 30, 0));

        Assert.True(budget.TryReserve(Request() with { MaxOutputTokens = 60 }, out _, out _));
    }

    [Fact]
    public void TryReserve_CostLimit_BuysOutputBesideTheInput()
    {
        var budget = new Budget(new BudgetLimits { Cost = 10 });

        Assert.True(budget.TryReserve(Request() with { InputTokens = 2, Planned = 2, Price = Dollar }, out var reservation, out _));
        Assert.Equal(3, reservation.MaxOutputTokens);
        Assert.Equal(5, reservation.WorstCase.Cost);
        Assert.False(budget.TryReserve(Request() with { InputTokens = 6, MaxOutputTokens = 1, Price = Dollar }, out _, out _));
    }

    [Fact]
    public void TryReserve_FreeModelUnderACostLimit_HasNoLimitOnItsOutput()
    {
        Assert.True(new Budget(new BudgetLimits { Cost = 1 }).TryReserve(Request() with { InputTokens = 1000 }, out var reservation, out _));
        Assert.Null(reservation.MaxOutputTokens);
    }

    [Fact]
    public void TryReserve_Child_TakesFromItsParentAndGivesBackWhatItRefuses()
    {
        var parent = new Budget(new BudgetLimits { Calls = 2 });
        var child = new Budget(new BudgetLimits { Calls = 1 }, parent);

        Assert.True(child.TryReserve(Request(), out var reservation, out _));
        Assert.False(child.TryReserve(Request(), out _, out _));
        child.Settle(reservation, new Spend(1, 5, 0, 7, 0));

        Assert.Equal(new Spend(1, 5, 0, 7, 0), parent.Spent);
        Assert.True(parent.TryReserve(Request(), out _, out _));
        Assert.False(parent.TryReserve(Request(), out _, out _));
    }

    [Fact]
    public void TryReserve_AnyCalls_NeverOverspendsItsLimits()
    {
        var request = Gen.Select(Gen.Long[0, 20], Gen.Long[0, 30], Gen.Int[1, 4], Gen.Long[0, 40], static (input, max, planned, used) => (input, max, planned, used));
        request.Array[1, 30].Sample(static calls =>
        {
            var budget = new Budget(new BudgetLimits { Calls = 12, OutputTokens = 200, Cost = 300 });
            foreach (var (input, max, planned, used) in calls)
            {
                var wanted = new ReservationRequest(1, input, max == 0 ? null : max, planned, Dollar);
                if (!budget.TryReserve(wanted, out var reservation, out _)) continue;

                // A call keeps to the limit that it was granted.
                var output = Math.Min(used, reservation.MaxOutputTokens ?? used);
                budget.Settle(reservation, new Spend(1, input, 0, output, Dollar.Of(input, 0, output)));
            }

            var spent = budget.Spent;
            return spent.Calls <= 12 && spent.OutputTokens <= 200 && spent.Cost <= 300;
        });
    }

    [Fact]
    public void Lower_Limits_TakesTheTighterOfEach()
    {
        var policy = new BudgetLimits { Calls = 5, Cost = 2, WallClock = TimeSpan.FromSeconds(1) };
        var request = new BudgetLimits { Calls = 9, OutputTokens = 10, Cost = 1 };

        Assert.Equal(new BudgetLimits { Calls = 5, OutputTokens = 10, Cost = 1, WallClock = TimeSpan.FromSeconds(1) }, policy.Lower(request));
    }

    private static ReservationRequest Request() => new(1, 0, null, 1, Price.Free);
}
