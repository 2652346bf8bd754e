using Gateway.Evals.Reports.Html;

namespace Gateway.Tests.Evals.Reports.Html;

public sealed class PageTextTests
{
    [Theory]
    [InlineData("x = 1\n\ty", "x = 1\n\ty")]
    [InlineData("a\r\nb", "a\nb")]
    [InlineData("\0\u001b[1m", "␀␛[1m")]
    [InlineData("\u0085\uffff", "\ufffd\ufffd")]
    [InlineData("Zürich 😀", "Zürich 😀")]
    public void Clean_AnyText_IsLegalAndKeepsWhatIs(string text, string expected) => Assert.Equal(expected, PageText.Clean(text));

    [Fact]
    public void Clean_HalfAPair_IsReplaced() => Assert.Equal("a\ufffdb\ufffd", PageText.Clean("a" + (char)0xD800 + "b" + (char)0xDC00));

    [Fact]
    public void Shorten_LongText_KeepsBothEnds() => Assert.Equal("ab\n[… 1,006 characters left out …]\nyz", PageText.Shorten($"ab{new string('-', 1006)}yz", 4));

    [Fact]
    public void Shorten_ShortText_IsTheText() => Assert.Equal("abcd", PageText.Shorten("abcd", 4));

    [Theory]
    [InlineData(4, "a\n[… 3 characters left out …]\n😀b")]
    [InlineData(3, "a\n[… 5 characters left out …]\nb")]
    public void Shorten_PairAtACut_IsNotCut(int most, string expected) => Assert.Equal(expected, PageText.Shorten("a😀-😀b", most));

    [Fact]
    public void Line_LongTextOfSeveralLines_IsOneShortLine() => Assert.Equal("a b c…", PageText.Line("a \n b\tc d", 6));
}
