using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Suites;

public sealed class TemplateTextTests
{
    [Fact]
    public void Fields_SeveralAndTwice_AreEachOnceInTheirOrder() => Assert.Equal(["b", "a", "c_1"], TemplateText.Of("{{$b}} {{ $a }}{{$b}}{{\n$c_1}}").Fields);

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("{$a} {{a}} {{$}} {{$a-b}} {{$a")]
    public void Render_NoField_IsTheTextItself(string text)
    {
        Assert.Empty(TemplateText.Of(text).Fields);
        Assert.Equal(text, TemplateText.Of(text).Render(static _ => "x"));
    }

    [Fact]
    public void Render_Fields_TakesTheirValues() => Assert.Equal("4 5 -> 24!", TemplateText.Of("{{$numbers}} -> {{ $target }}!").Render(static field => field == "numbers" ? "4 5" : "24"));

    [Fact]
    public void Render_ValueLooksLikeAField_StaysAsItIs() => Assert.Equal("{{$a}} $0 $1", TemplateText.Of("{{$a}}").Render(static _ => "{{$a}} $0 $1"));
}
