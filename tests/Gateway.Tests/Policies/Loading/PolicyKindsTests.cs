using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Gateway.Policies;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies.Loading;

public sealed class PolicyKindsTests
{
    [Fact]
    public void All_ThisBuild_HasWhatTheAssemblyDeclares() =>
        Assert.Equal(["adaptive-best-of-n", "avengers", "best-of-majority", "best-of-n", "cascade", "direct", "fusion-of-n", "model-switch", "phi-decoding"], PolicyKinds.All.Names);

    [Fact]
    public void New_TwoClassesWithOneKind_Throws()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new PolicyKinds([typeof(DirectPolicy), typeof(SecondDirect)]));

        Assert.Contains("'direct'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_ClassWithoutOptions_Throws() => Assert.Throws<InvalidOperationException>(() => new PolicyKinds([typeof(WithoutOptions)]));

    [Fact]
    public void New_OptionThatNoShapeReads_ThrowsAndNamesIt()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new PolicyKinds([typeof(Odd)]));

        Assert.Contains("OddOptions.When", exception.Message, StringComparison.Ordinal);
    }

    [Policy("direct")]
    [Description("Another.")]
    private sealed class SecondDirect(DirectOptions options) : Planned
    {
        public DirectOptions Options { get; } = options;
    }

    [Policy("without")]
    private sealed class WithoutOptions : Planned;

    private sealed record OddOptions : AnsweringOptions
    {
        [Description("A type that YAML has no reader for.")]
        public DateTimeOffset When { get; init; }
    }

    [Policy("odd")]
    [Description("Odd.")]
    private sealed class Odd(OddOptions options) : Planned
    {
        public OddOptions Options { get; } = options;
    }

    private abstract class Planned : IPlannedPolicy
    {
        [ExcludeFromCodeCoverage]
        public IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, CancellationToken cancellationToken) => throw new NotSupportedException();

        public PolicyPlan Plan() => new([]);
    }
}
