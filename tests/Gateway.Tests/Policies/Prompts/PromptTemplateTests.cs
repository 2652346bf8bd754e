using Gateway.Policies;

namespace Gateway.Tests.Policies.Prompts;

public sealed class PromptTemplateTests
{
    [Fact]
    public async Task Render_ValuesThatLookLikeTemplates_StayVerbatim()
    {
        var template = PromptTemplate.Parse("{{$task}} < {{ $answer }}{{'!'}}", ["task", "answer"]);

        var text = await template.RenderAsync(new Dictionary<string, string> { ["task"] = "{{$answer}} & <b>", ["answer"] = "{{f}}" }, CancellationToken.None);

        Assert.Equal("{{$answer}} & <b> < {{f}}!", text);
    }

    [Theory]
    [InlineData("{{$anser}}", "line 1 of the template has {{$anser}}; legal are {{$task}}")]
    [InlineData("a\nb {{plugin.call $task}}", "line 2 of the template has {{plugin.call $task}}")]
    [InlineData("{{call}}", "line 1 of the template has {{call}}")]
    [InlineData("{{ }}", "line 1 of the template has {{ }}")]
    [InlineData("{{$a-b}}", "line 1 of the template has {{$a-b}}")]
    public void Parse_AnythingButTheVariables_IsRefusedWithItsLine(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<FormatException>(() => PromptTemplate.Parse(text, ["task"])).Message, StringComparison.Ordinal);
}
