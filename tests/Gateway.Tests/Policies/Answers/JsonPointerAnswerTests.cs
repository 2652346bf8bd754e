using Gateway.Policies;

namespace Gateway.Tests.Policies.Answers;

public sealed class JsonPointerAnswerTests
{
    [Theory]
    [InlineData("/answer", """{"answer": "  yes  no "}""", "yes no")]
    [InlineData("/answer", """{"answer": 42.0}""", "42")]
    [InlineData("/a/1/b", """{"a": [0, {"b": true}]}""", "true")]
    [InlineData("/a~1b/m~0n", """{"a/b": {"m~n": 1}}""", "1")]
    [InlineData("", """{"b": 1, "a": [1, 2]}""", """{"a":[1,2],"b":1}""")]
    [InlineData("/x", "Here you are:\n```json\n{\"x\": 7}\n```\nDone.", "7")]
    [InlineData("/x", "```\n{\"x\": 7}", "7")]
    [InlineData("/x", """{"x": "```"}""", "```")]
    public void Extract_AnswerIsJson_GivesTheValue(string path, string text, string expected) =>
        Assert.Equal(expected, JsonPointerAnswer.TryParse(path)!.Extract(text));

    [Theory]
    [InlineData("{\"x\": 1}\ud83d")]
    [InlineData("{\"x\": \"\\ud83d\"}")]
    [InlineData("{\"x\": [\"\\ud83d\"]}")]
    public void Extract_HalfAnEmoji_IsNoAnswer(string text) => Assert.Null(JsonPointerAnswer.TryParse("/x")!.Extract(text));

    [Theory]
    [InlineData("/answer", "")]
    [InlineData("/answer", "no JSON")]
    [InlineData("/answer", "{\"answer\": ")]
    [InlineData("/answer", """{"answer": null}""")]
    [InlineData("/answer", """{"Answer": 1}""")]
    [InlineData("/a/2", """{"a": [1, 2]}""")]
    [InlineData("/a/-1", """{"a": [1, 2]}""")]
    [InlineData("/a/b", """{"a": 1}""")]
    public void Extract_NothingThere_GivesNothing(string path, string text) => Assert.Null(JsonPointerAnswer.TryParse(path)!.Extract(text));

    [Theory]
    [InlineData("answer")]
    [InlineData("/a~2")]
    [InlineData("/a~")]
    public void TryParse_NotAPointer_GivesNothing(string path) => Assert.Null(JsonPointerAnswer.TryParse(path));
}
