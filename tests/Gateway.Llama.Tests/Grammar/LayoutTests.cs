using Gateway.Llama.Grammar;

namespace Gateway.Llama.Tests.Grammar;

/// <summary>The layouts of llama.cpp 0.5.0, written down from its header.</summary>
public sealed unsafe class LayoutTests
{
    [Fact]
    public void NativeTokenData_Layout_IsThatOfTheRelease()
    {
        NativeTokenData d = default;
        var start = (byte*)&d;

        Assert.Equal(12, sizeof(NativeTokenData));
        Assert.Equal((0, 4, 8), ((int)((byte*)&d.Token - start), (int)((byte*)&d.Logit - start), (int)((byte*)&d.Probability - start)));
    }

    [Fact]
    public void NativeTokenList_Layout_IsThatOfTheRelease()
    {
        NativeTokenList l = default;
        var start = (byte*)&l;

        Assert.Equal(32, sizeof(NativeTokenList));
        Assert.Equal((0, 8), ((int)((byte*)&l.Candidates - start), (int)((byte*)&l.Count - start)));
        Assert.Equal((16, 24), ((int)((byte*)&l.Selected - start), (int)(&l.Sorted - start)));
    }
}
