using System.Text.Json;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class RequestMappingTests
{
    private const string User = """{"role":"user","content":"hi"}""";

    [Fact]
    public void Write_ClientsRequest_KeepsMessagesByteForByte()
    {
        const string messages = """[ {"content" : "a\u00e9\/b", "role":"user","x_cache":{"t": 1.50}} , {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image\/png;base64,AQID","detail":"low"},"y":1}]}]""";

        Assert.Equal(
            """{"model":"up","messages":[{"content" : "a\u00e9\/b", "role":"user","x_cache":{"t": 1.50}},{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image\/png;base64,AQID","detail":"low"},"y":1}]}]}""",
            Wire.Forward($$"""{"model":"m","messages":{{messages}}}"""));
    }

    [Fact]
    public void Write_ClientsRequest_KeepsUnknownFields() => Assert.Equal(
        """{"model":"up","messages":[{"role":"user","content":"hi"}],"user":"bob","logit_bias":{"5":-1.50},"metadata":{"a": [1, 2]},"reasoning_effort":"low","x":null}""",
        Forward("""
            "user":"bob","logit_bias":{"5":-1.50},"metadata":{"a": [1, 2]},"reasoning_effort":"low","x":null
            """));

    [Fact]
    public void Write_ClientsRequest_DropsWhatIsTheGateways() => Assert.Equal(
        """{"model":"up","messages":[{"role":"user","content":"hi"}]}""",
        Forward("""
            "stream":true,"stream_options":{"include_usage":false},"n":3,"gateway":{"cache":"on"}
            """));

    [Fact]
    public void Write_ClientsSettings_KeepTheirSpelling() => Assert.Equal(
        """{"model":"up","messages":[{"role":"user","content":"hi"}],"temperature":0.70,"top_p":1e-1,"presence_penalty":0.123456789123,"frequency_penalty":-0,"seed":5,"stop":["a"],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{},"strict":true}}}""",
        Forward("""
            "temperature":0.70,"top_p":1e-1,"presence_penalty":0.123456789123,"frequency_penalty":-0,"seed":5,"stop":"a",
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{},"strict":true}}
            """));

    [Fact]
    public void Write_SettingsThatAPolicyChanged_Win() => Assert.Equal(
        """{"model":"up","messages":[{"role":"user","content":"hi"}],"temperature":0.9,"max_tokens":10,"seed":8,"stop":["x","y"],"response_format":{"type":"json_object"}}""",
        Forward(
            """
            "temperature":0.70,"top_p":0.5,"max_tokens":100,"seed":5,"stop":["a"],"response_format":{"type":"text"}
            """,
            static options =>
            {
                options.Temperature = 0.9f;
                options.TopP = null;
                options.MaxOutputTokens = 10;
                options.Seed = 8;
                options.StopSequences = ["x", "y"];
                options.ResponseFormat = ChatResponseFormat.Json;
            }));

    [Theory]
    [InlineData("\"max_tokens\":50", "max_tokens")]
    [InlineData("\"max_completion_tokens\":50", "max_completion_tokens")]
    [InlineData("\"max_tokens\":70,\"max_completion_tokens\":50", "max_completion_tokens")]
    [InlineData("\"user\":\"a\"", "max_tokens")]
    public void Write_LimitOfAPolicy_HasTheClientsName(string fields, string name)
    {
        using var body = JsonDocument.Parse(Forward(fields, static options => options.MaxOutputTokens = 20));

        Assert.Equal([name], body.RootElement.EnumerateObject().Select(static field => field.Name).Where(static field => field.StartsWith("max_", StringComparison.Ordinal)));
        Assert.Equal(20, body.RootElement.GetProperty(name).GetInt32());
    }

    [Fact]
    public void Write_Tools_GoOnAsTheyCame() => Assert.Equal(
        """{"model":"up","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"strict": true,"name":"f"}}],"tool_choice":{"type":"function", "function":{"name":"f"}},"parallel_tool_calls":false}""",
        Forward("""
            "tools":[{"type":"function","function":{"strict": true,"name":"f"}}],"tool_choice":{"type":"function", "function":{"name":"f"}},"parallel_tool_calls":false
            """));

    [Fact]
    public void Write_CustomTools_GoOnAsTheyCame() => Assert.Contains(
        """
        "tools":[{"type":"custom","custom":{"name":"sql","format":{"type":"text"}}}],"tool_choice":{"type":"custom","custom":{"name":"sql"}}
        """,
        Forward("""
            "tools":[{"type":"custom","custom":{"name":"sql","format":{"type":"text"}}}],"tool_choice":{"type":"custom","custom":{"name":"sql"}}
            """),
        StringComparison.Ordinal);

    [Fact]
    public void Write_ToolChoiceWithoutCounterpart_GoesOnAsItCame() => Assert.Contains(
        """
        "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto"}}
        """,
        Forward("""
            "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto"}}
            """),
        StringComparison.Ordinal);

    [Fact]
    public void Write_ToolsThatAPolicyTookAway_TakeTheirChoiceAlong() => Assert.Equal(
        $$"""{"model":"up","messages":[{{User}}]}""",
        Forward(
            """
            "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"required","parallel_tool_calls":false
            """,
            static options => options.Tools = null));

    [Fact]
    public void Write_ToolChoiceThatAPolicyChanged_Wins() => Assert.EndsWith(
        """
        "tool_choice":"none"}
        """,
        Forward(
            """
            "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"required"
            """,
            static options => options.ToolMode = ChatToolMode.None),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("\"logprobs\":true", "\"logprobs\":true}")]
    [InlineData("\"logprobs\":true,\"top_logprobs\":3", "\"logprobs\":true,\"top_logprobs\":3}")]
    public void Write_Logprobs_AreAskedFor(string fields, string expected) => Assert.EndsWith(expected, Forward(fields), StringComparison.Ordinal);

    [Fact]
    public void Write_LogprobsThatAPolicyWants_AreAskedFor() =>
        Assert.EndsWith("\"logprobs\":true,\"top_logprobs\":5}", Forward("\"seed\":1", static options => options.WantLogprobs(5)), StringComparison.Ordinal);

    [Fact]
    public void Write_Stream_AsksForUsage() => Assert.Equal(
        """{"model":"up","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}""",
        Wire.Write([new ChatMessage(ChatRole.User, "hi")], stream: true));

    [Fact]
    public void Write_SeveralChoices_AreAskedFor() => Assert.EndsWith(",\"n\":4}", Wire.Write([new ChatMessage(ChatRole.User, "hi")], n: 4), StringComparison.Ordinal);

    [Fact]
    public void Write_PolicysOwnMessages_AreMapped()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.System, "be fair") { AuthorName = "judge" },
            new(ChatRole.User, [new TextContent("look"), new DataContent(new byte[] { 1, 2, 3 }, "image/png"), new UriContent("https://example.com/a.png", "image/*")]),
            new(ChatRole.Assistant, [new TextReasoningContent("hm"), new FunctionCallContent("c1", "add", new Dictionary<string, object?> { ["b"] = 2, ["a"] = "x" })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "4"), new FunctionResultContent("c2", JsonElement.Parse("""{"a":1}"""))]),
        ];

        Assert.Equal(
            """{"model":"up","messages":[{"role":"system","name":"judge","content":"be fair"},{"role":"user","content":[{"type":"text","text":"look"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}},{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"add","arguments":"{\"a\":\"x\",\"b\":2}"}}]},{"role":"tool","tool_call_id":"c1","content":"4"},{"role":"tool","tool_call_id":"c2","content":"{\"a\":1}"}]}""",
            Wire.Write(messages));
    }

    [Fact]
    public void Write_ClientsPartInPolicysMessage_KeepsItsJson()
    {
        const string part = """{"type":"input_audio","input_audio":{"data":"AQID", "format":"wav"}}""";
        var quoted = Wire.Parse($$"""{"model":"m","messages":[{"role":"user","content":[{{part}}]}]}""").ToPrompt().Messages[0].Contents;

        Assert.Equal(
            $$"""{"model":"up","messages":[{"role":"user","content":[{"type":"text","text":"judge this"},{{part}}]}]}""",
            Wire.Write([new ChatMessage(ChatRole.User, [new TextContent("judge this"), .. quoted])]));
    }

    [Fact]
    public void Write_ContentWithoutForm_IsRefused()
    {
        var fault = Assert.Throws<ModelCallException>(() => Wire.Write([new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "video/mp4")])]));

        Assert.Equal(FaultKind.Refused, fault.Fault.Kind);
    }

    [Fact]
    public void Write_BrokenArguments_GoBackAsTheyWere()
    {
        var call = new FunctionCallContent("c1", "f", ToolArguments.Parse("{oops"));

        Assert.Contains("\"arguments\":\"{oops\"", Wire.Write([new ChatMessage(ChatRole.Assistant, [call])]), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PolicysOptions_AreMapped()
    {
        var options = new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = 5,
            ToolMode = ChatToolMode.RequireSpecific("f"),
            Tools = [AIFunctionFactory.Create(static () => 1, "f", "one")],
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}"""), "verdict"),
        };

        var body = Wire.Write([new ChatMessage(ChatRole.User, "hi")], options);

        Assert.StartsWith("""{"model":"up","messages":[{"role":"user","content":"hi"}],"temperature":0,"max_tokens":5,"response_format":{"type":"json_schema","json_schema":{"name":"verdict","schema":{"type":"object"}}},"tools":[{"type":"function","function":{"name":"f","description":"one","parameters":{""", body, StringComparison.Ordinal);
        Assert.EndsWith(""","tool_choice":{"type":"function","function":{"name":"f"}}}""", body, StringComparison.Ordinal);
    }

    private static string Forward(string fields, Action<ChatOptions>? change = null) =>
        Wire.Forward($$"""{"model":"m","messages":[{{User}}],{{fields}}}""", change);
}
