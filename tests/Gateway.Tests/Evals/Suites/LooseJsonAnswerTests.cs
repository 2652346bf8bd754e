using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Suites;

public sealed class LooseJsonAnswerTests
{
    [Theory]
    [InlineData("""{"reasoning": "r", "answer": "42"}""", "42")]
    [InlineData("""{"answer": 42}""", "42")]
    [InlineData("""{"answer": [1, 2]}""", "[1, 2]")]
    [InlineData("""{"answer": " a \"b\" "}""", "a \"b\"")]
    [InlineData("""{"answer": "\\frac{1}{2}"}""", @"\frac{1}{2}")]
    [InlineData("Here:\n```json\n{\"answer\": \"7\"}\n```\nDone.", "7")]
    [InlineData("""{"answer": "1", "answer": "2"}""", "2")]
    public void Extract_Json_IsWhatJsonSays(string text, string expected) => Assert.Equal(expected, new LooseJsonAnswer("answer").Extract(text));

    [Theory]
    [InlineData("""So it is {"answer": "7"}.""", "7")]
    [InlineData("""{"reasoning": "\(x\)", "answer": "\\frac{1}{2}"}""", @"\frac{1}{2}")]
    [InlineData("""{"reasoning": "\(x\)", "answer": "\frac{1}{2}"}""", @"\frac{1}{2}")]
    [InlineData("""{"reasoning": "\(x\)", "answer": "\theta \neq 0"}""", @"\theta \neq 0")]
    [InlineData("""{"reasoning": "\(x\)", "answer": "say \"hi\""}""", "say \"hi\"")]
    [InlineData("""{"reasoning": "\(x\)", "answer" :  42}""", "42")]
    [InlineData("""{"answer": "1"} no: {"answer": "2"}""", "2")]
    [InlineData("""{"reasoning": "r", "answer": "cut""", "cut")]
    [InlineData("""{"result": {"answer": "in"}}""", "in")]
    public void Extract_BrokenJson_IsWhatStandsBehindTheName(string text, string expected) => Assert.Equal(expected, new LooseJsonAnswer("answer").Extract(text));

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("[]")]
    [InlineData("""{"reply": "42"}""")]
    [InlineData("""{"answer": ""}""")]
    [InlineData("""{"answer": "  "}""")]
    [InlineData("""{"answer":""")]
    [InlineData("answer: 42")]
    public void Extract_NoAnswer_IsNone(string text) => Assert.Null(new LooseJsonAnswer("answer").Extract(text));

    [Fact]
    public void Extract_NameWithSigns_IsTakenLiterally() => Assert.Equal("y", new LooseJsonAnswer("a.b").Extract("""\ {"axb": "x"} {"a.b": "y"} {"acb": "z"}"""));

    [Theory]
    [InlineData("""{"\ud800 and more": 1, "answer": 2}""")]
    [InlineData("""{"answer": 2, "\ud800 and more": 1}""")]
    public void Extract_OtherNameIsHalfASurrogatePair_IsTheAnswer(string text) => Assert.StartsWith("2", new LooseJsonAnswer("answer").Extract(text), StringComparison.Ordinal);

    [Fact]
    public void Extract_HalfASurrogatePair_DoesNotThrow()
    {
        Assert.Equal(@"\ud800", new LooseJsonAnswer("answer").Extract("""{"answer": "\ud800"}"""));
        Assert.NotNull(new LooseJsonAnswer("answer").Extract($"{{\"answer\": \"{(char)0xd800}\""));
    }

    [Fact]
    public void Extract_LongHostileText_EndsSoon() =>
        Assert.Null(new LooseJsonAnswer("answer").Extract(string.Concat(Enumerable.Repeat("\"answer\"  ", 50_000)) + new string('\\', 50_001)));
}
