using System.Text.Json;
using Gateway.Llama.Tools;

namespace Gateway.Llama.Tests.Tools;

public sealed class ToolCallTextTests
{
    private const string Hermes = "<tool_call>\n{\"name\": \"add\", \"arguments\": {\"a\": 1, \"b\": [2]}}\n</tool_call>";
    private static readonly HashSet<string> Names = ["add", "look"];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Append_TextAndACallInPieces_GivesTheTextAndTheCall(int size)
    {
        var (text, calls) = Read(new ToolCallText(ToolCallForm.Hermes, Names, opened: false, []), "Let me see <tool>.\n" + Hermes, size);

        Assert.Equal("Let me see <tool>.\n", text);
        Assert.Equal(["add {\"a\":1,\"b\":[2]}"], calls);
    }

    [Fact]
    public void Append_TextThatCannotOpenACall_IsNotHeldBack()
    {
        var text = new ToolCallText(ToolCallForm.Hermes, Names, opened: false, []);

        Assert.Equal("a ", text.Append("a <tool"));
        Assert.Equal("<tools", text.Append("s"));
    }

    [Fact]
    public void Finish_SeveralCalls_AreAllThereWithIdsOfTheirOwn()
    {
        var text = new ToolCallText(ToolCallForm.Hermes, Names, opened: false, []);
        text.Append($"{Hermes}\n{Hermes.Replace("add", "look", StringComparison.Ordinal)}");

        var calls = text.Finish(out var rest);

        Assert.Equal(["add", "look"], calls.Select(static call => call.Name));
        Assert.Equal(2, calls.Select(static call => call.CallId).Distinct().Count());
        Assert.Equal("", rest);
    }

    [Fact]
    public void Finish_TwoAnswersWithTheSameCall_HaveDifferentIds()
    {
        static string Id(byte salt)
        {
            var text = new ToolCallText(ToolCallForm.Hermes, Names, opened: false, [salt]);
            text.Append(Hermes);
            return text.Finish(out _)[0].CallId;
        }

        Assert.NotEqual(Id(1), Id(2));
        Assert.Equal(Id(1), Id(1));
    }

    [Fact]
    public void Finish_OpeningInThePrompt_IsReadOnFromThere() =>
        Assert.Equal(["look {}"], Read(new ToolCallText(ToolCallForm.Hermes, Names, opened: true, []), "\n{\"name\":\"look\",\"arguments\":{}}\n</tool_call>", 5).Calls);

    [Fact]
    public void Finish_MistralsList_IsSeveralCalls()
    {
        var text = new ToolCallText(ToolCallForm.Mistral, Names, opened: false, []);
        Assert.Equal("", text.Append(""));
        text.Control("[TOOL_CALLS]");
        text.Append("[{\"name\":\"add\",\"arguments\":{\"s\":\", \\\"\"}}, {\"name\":\"look\",\"arguments\":{}}]");

        Assert.Equal(["add", "look"], text.Finish(out _).Select(static call => call.Name));
    }

    [Fact]
    public void Finish_LlamasJson_IsACallAtTheBeginningOnly()
    {
        Assert.Equal(["add {\"a\":1}"], Read(new ToolCallText(ToolCallForm.Llama, Names, opened: false, []), "\n{\"name\": \"add\", \"parameters\": {\"a\": 1}}", 2).Calls);
        Assert.Equal("so {\"name\": 1}", Read(new ToolCallText(ToolCallForm.Llama, Names, opened: false, []), "so {\"name\": 1}", 2).Text);
    }

    [Theory]
    [InlineData("<tool_call>\n{\"name\": \"add\", \"argu")]
    [InlineData("<tool_call>\n{\"name\": \"other\", \"arguments\": {}}\n</tool_call>")]
    [InlineData("<tool_call>\n{\"name\": \"add\", \"arguments\": 1}\n</tool_call>")]
    public void Finish_WhatIsNoWholeCall_IsTextAfterAll(string written) =>
        Assert.Equal((written, 0), (Read(new ToolCallText(ToolCallForm.Hermes, Names, opened: false, []), written, 4) is var (text, calls) ? text : "", calls.Length));

    [Theory]
    [InlineData("{% for tool in tools %}<tool_call>{% endfor %}", "<tool_call>")]
    [InlineData("[AVAILABLE_TOOLS] [TOOL_CALLS]", "[TOOL_CALLS]")]
    [InlineData("role ipython {\"name\": x, \"parameters\": y}", "{")]
    public void Of_TemplatesOfKnownForms_AreRecognised(string template, string opening) => Assert.Equal(opening, ToolCallForm.Of(template)!.Opening);

    [Theory]
    [InlineData("{% for message in messages %}{{ message.content }}{% endfor %}")]
    [InlineData("<tool_call><function=name><parameter=a>")]
    [InlineData("[TOOL_CALLS]name[ARGS]{}")]
    public void Of_OtherTemplates_IsNone(string template) => Assert.Null(ToolCallForm.Of(template));

    private static (string Text, string[] Calls) Read(ToolCallText reader, string written, int size)
    {
        var text = string.Concat(written.Chunk(size).Select(piece => reader.Append(new string(piece))));
        var calls = reader.Finish(out var rest);
        return (text + rest, [.. calls.Select(static call => $"{call.Name} {JsonSerializer.Serialize(call.Arguments)}")]);
    }
}
