using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class ChatRequestTests
{
    private const string Minimal = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public void Parse_MinimalBody_HasDefaults()
    {
        var request = Wire.Parse(Minimal);

        Assert.Equal("m", request.Model);
        Assert.False(request.Stream);
        Assert.False(request.IncludeUsage);
        Assert.Equal(1, request.N);
        Assert.False(request.LogprobsRequested);
        Assert.Same(GatewayExtension.None, request.Gateway);
    }

    [Fact]
    public void Parse_Sampling_IsInOptions()
    {
        var options = With("""
            "temperature":0.25,"top_p":0.5,"top_k":40,"presence_penalty":-1.5,"frequency_penalty":2,"max_tokens":7,"seed":-3,"stop":["a","b"]
            """).ToPrompt().Options;

        Assert.Equal(0.25f, options.Temperature);
        Assert.Equal(0.5f, options.TopP);
        Assert.Equal(40, options.TopK);
        Assert.Equal(-1.5f, options.PresencePenalty);
        Assert.Equal(2f, options.FrequencyPenalty);
        Assert.Equal(7, options.MaxOutputTokens);
        Assert.Equal(-3, options.Seed);
        Assert.Equal(["a", "b"], options.StopSequences!);
    }

    [Fact]
    public void Parse_StopAsString_IsOneStop() => Assert.Equal(["END"], With("\"stop\":\"END\"").ToPrompt().Options.StopSequences!);

    [Fact]
    public void Parse_BothLimits_NewerNameWins() =>
        Assert.Equal(9, With("\"max_tokens\":5,\"max_completion_tokens\":9").ToPrompt().Options.MaxOutputTokens);

    [Fact]
    public void Parse_StreamWithUsage_IsBoth()
    {
        var request = With("""
            "stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false}
            """);

        Assert.True(request.Stream);
        Assert.True(request.IncludeUsage);
    }

    [Fact]
    public void Parse_N_IsInRequestPromptAndOptions()
    {
        var request = With("\"n\":3");

        Assert.Equal(3, request.N);
        Assert.Equal(3, request.ToPrompt().Samples);
        Assert.Equal(3, request.ToPrompt().Options.ChoiceCount());
    }

    [Theory]
    [InlineData("\"logprobs\":true", 0)]
    [InlineData("\"logprobs\":true,\"top_logprobs\":4", 4)]
    [InlineData("\"top_logprobs\":4,\"logprobs\":true", 4)]
    [InlineData("\"logprobs\":false", null)]
    public void Parse_Logprobs_AreWanted(string fields, int? top)
    {
        var request = With(fields);

        Assert.Equal(top is not null, request.LogprobsRequested);
        Assert.Equal(top, request.ToPrompt().Options.WantedTopLogprobs());
    }

    [Theory]
    [InlineData("temperature")]
    [InlineData("top_p")]
    [InlineData("n")]
    [InlineData("stop")]
    [InlineData("seed")]
    [InlineData("stream")]
    [InlineData("stream_options")]
    [InlineData("max_tokens")]
    [InlineData("max_completion_tokens")]
    [InlineData("tools")]
    [InlineData("tool_choice")]
    [InlineData("response_format")]
    [InlineData("logprobs")]
    [InlineData("top_logprobs")]
    [InlineData("logit_bias")]
    [InlineData("gateway")]
    public void Parse_OptionalFieldNull_IsAbsent(string field)
    {
        Assert.Equal("""{"model":"up","messages":[{"role":"user","content":"hi"}]}""",
            Wire.Forward(Minimal[..^1] + $",\"{field}\":null}}").Replace(",\"logit_bias\":null", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_DuplicateField_LastWins() => Assert.Equal(0.5f, With("\"temperature\":1,\"temperature\":0.5").ToPrompt().Options.Temperature);

    [Fact]
    public void Parse_DuplicateField_EarlierFaultDoesNotCount() => Assert.Equal(0.5f, With("\"temperature\":{\"a\":[1]},\"temperature\":0.5").ToPrompt().Options.Temperature);

    [Fact]
    public void Parse_DuplicateField_LastNullResets() => Assert.Null(With("\"temperature\":1,\"temperature\":null").ToPrompt().Options.Temperature);

    [Fact]
    public void Parse_DuplicateStop_LastNullResets() => Assert.Null(With("\"stop\":\"a\",\"stop\":null").ToPrompt().Options.StopSequences);

    [Fact]
    public void Parse_DuplicateContent_LastWins() => Assert.Equal(
        "b", Assert.IsType<TextContent>(Assert.Single(Message("""{"role":"user","content":[{"type":"text","text":"a"}],"content":"b"}""").Contents)).Text);

    [Fact]
    public void Parse_EscapedFieldName_IsTheField() => Assert.Equal(0.5f, With("\"t\\u0065mperature\":0.5").ToPrompt().Options.Temperature);

    [Fact]
    public void Parse_EmojiEscapedInHalves_IsText() => Assert.Equal("😀", Content("\"\\ud83d\\ude00\"").Text);

    [Theory]
    [InlineData("system")]
    [InlineData("developer")]
    [InlineData("user")]
    [InlineData("assistant")]
    public void Parse_Role_IsKept(string role) =>
        Assert.Equal(role, Message($$"""{"role":"{{role}}","content":"x","name":"bob"}""").Role.Value);

    [Fact]
    public void Parse_Name_IsAuthor() => Assert.Equal("bob", Message("""{"role":"user","content":"x","name":"bob"}""").AuthorName);

    [Fact]
    public void Parse_ToolMessage_IsResult()
    {
        var result = Assert.IsType<FunctionResultContent>(Assert.Single(Message("""{"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"4"},{"type":"text","text":"2"}]}""").Contents));

        Assert.Equal("c1", result.CallId);
        Assert.Equal("42", result.Result);
    }

    [Fact]
    public void Parse_FunctionMessage_IsResult() =>
        Assert.Equal("f", Assert.IsType<FunctionResultContent>(Assert.Single(Message("""{"role":"function","name":"f","content":null}""").Contents)).CallId);

    [Fact]
    public void Parse_ToolCalls_AreCalls()
    {
        var message = Message("""
            {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"add","arguments":"{\"a\":1,\"b\":[2]}"}}]}
            """);

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(message.Contents));
        Assert.Equal("c1", call.CallId);
        Assert.Equal("add", call.Name);
        Assert.Equal("""{"a":1,"b":[2]}""", CanonicalJson.Of(call.Arguments));
    }

    [Theory]
    [InlineData("{not json")]
    [InlineData("[1]")]
    [InlineData("{\\\"a\\\":\\\"\\\\ud83d\\\"}")]
    public void Parse_BrokenArguments_AreKeptAsText(string arguments)
    {
        var message = Message($$$"""{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"add","arguments":"{{{arguments}}}"}}]}""");

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(message.Contents));
        var text = Assert.IsType<string>(Assert.Single(call.Arguments!).Value);
        Assert.Equal(arguments.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal), text);
        Assert.NotEqual("{}", CanonicalJson.Of(call.Arguments));
    }

    [Fact]
    public void Parse_DataUrl_IsImageData()
    {
        var image = Assert.IsType<DataContent>(Part("""{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID","detail":"low"}}"""));

        Assert.Equal("image/png", image.MediaType);
        Assert.Equal([1, 2, 3], image.Data.ToArray());
    }

    [Fact]
    public void Parse_EscapedDataUrl_IsImageData() =>
        Assert.Equal([0xff, 0xff, 0xff], Assert.IsType<DataContent>(Part("""{"type":"image_url","image_url":{"url":"data:image\/png;base64,\/\/\/\/"}}""")).Data.ToArray());

    [Fact]
    public void Parse_WebUrl_IsImageUri() =>
        Assert.Equal("https://example.com/a.png", Assert.IsType<UriContent>(Part("""{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}""")).Uri.ToString());

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;base64,###"}}""")]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:;base64,AQID"}}""")]
    [InlineData("""{"type":"image_url","image_url":{"url":"not a url"}}""")]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AQID","format":"wav"}}""")]
    [InlineData("""{"type":"file","file":{"file_id":"file-1"}}""")]
    public void Parse_PartWithoutMeaningHere_KeepsItsJson(string part) =>
        Assert.Equal(part, System.Text.Encoding.UTF8.GetString(Assert.IsType<RawJson>(Part(part).RawRepresentation).Json.Span));

    [Fact]
    public void Parse_Tool_IsDeclaration()
    {
        var tools = With("""
            "tools":[{"type":"function","function":{"name":"add","description":"adds","parameters":{"type":"object","properties":{"a":{"type":"number"}}},"strict":true}}]
            """).ToPrompt().Options.Tools!;

        var tool = Assert.IsAssignableFrom<AIFunctionDeclaration>(Assert.Single(tools));
        Assert.Equal("add", tool.Name);
        Assert.Equal("adds", tool.Description);
        Assert.Equal("""{"type":"object","properties":{"a":{"type":"number"}}}""", tool.JsonSchema.GetRawText());
    }

    [Fact]
    public void Parse_ToolWithoutParameters_TakesNone() =>
        Assert.Equal("""{"type":"object","properties":{}}""", ((AIFunctionDeclaration)With("""
            "tools":[{"type":"function","function":{"name":"now"}}]
            """).ToPrompt().Options.Tools![0]).JsonSchema.GetRawText());

    [Fact]
    public void Parse_ToolChoiceOfFunction_RequiresIt() =>
        Assert.Equal("add", Assert.IsType<RequiredChatToolMode>(With("""
            "tool_choice":{"type":"function","function":{"name":"add"}}
            """).ToPrompt().Options.ToolMode).RequiredFunctionName);

    [Fact]
    public void Parse_JsonSchema_IsResponseFormat()
    {
        var format = Assert.IsType<ChatResponseFormatJson>(With("""
            "response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","schema":{"type":"object"},"strict":true}}
            """).ToPrompt().Options.ResponseFormat);

        Assert.Equal("n", format.SchemaName);
        Assert.Equal("d", format.SchemaDescription);
        Assert.Equal("""{"type":"object"}""", format.Schema!.Value.GetRawText());
    }

    private static ChatRequest With(string fields) => Wire.Parse($"{Minimal[..^1]},{fields}}}");

    private static ChatMessage Message(string json) => Assert.Single(Wire.Parse($$"""{"model":"m","messages":[{{json}}]}""").ToPrompt().Messages);

    private static ChatMessage Content(string json) => Message($$"""{"role":"user","content":{{json}}}""");

    private static AIContent Part(string json) => Assert.Single(Content($"[{json}]").Contents);
}
