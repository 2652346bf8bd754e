using Gateway.OpenAI;

namespace Gateway.Tests.OpenAI;

public sealed class GatewayExtensionTests
{
    [Fact]
    public void Parse_Budget_IsLimits()
    {
        var budget = Read("""{"budget":{"calls":16,"output_tokens":4096,"cost_usd":0.05,"wall_clock_ms":20000}}""").Budget;

        Assert.Equal(new BudgetLimits { Calls = 16, OutputTokens = 4096, Cost = 0.05m, WallClock = TimeSpan.FromSeconds(20) }, budget);
    }

    [Fact]
    public void Parse_ZeroBudget_IsLegal() => Assert.Equal(0, Read("""{"budget":{"calls":0,"cost_usd":0,"output_tokens":0,"wall_clock_ms":0}}""").Budget.Calls);

    [Theory]
    [InlineData("on", CacheDirective.On)]
    [InlineData("off", CacheDirective.Off)]
    [InlineData("read", CacheDirective.Read)]
    [InlineData("write", CacheDirective.Write)]
    public void Parse_Cache_IsDirective(string value, CacheDirective cache) => Assert.Equal(cache, Read($$"""{"cache":"{{value}}"}""").Cache);

    [Theory]
    [InlineData("[]", false, false)]
    [InlineData("[\"record\"]", false, true)]
    [InlineData("[\"candidates\",\"record\"]", true, true)]
    public void Parse_Include_IsWhatIsAskedFor(string include, bool candidates, bool record)
    {
        var extension = Read($$"""{"include":{{include}}}""");

        Assert.Equal(candidates, extension.IncludeCandidates);
        Assert.Equal(record, extension.IncludeRecord);
    }

    [Fact]
    public void Parse_Seed_IsTheRunsSeed() => Assert.Equal(-7, Read("""{"seed":-7}""").Seed);

    [Fact]
    public void Parse_Nulls_AreAbsent() =>
        Assert.Equal(new GatewayExtension { Budget = new BudgetLimits() }, Read("""{"budget":{"calls":null,"cost_usd":null,"wall_clock_ms":null},"cache":null,"include":null,"seed":null}"""));

    private static GatewayExtension Read(string json) =>
        Wire.Parse($$"""{"model":"m","messages":[{"role":"user","content":"hi"}],"gateway":{{json}}}""").Gateway;
}
