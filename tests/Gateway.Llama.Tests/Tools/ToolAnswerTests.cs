using System.Text.Json;
using Gateway.Llama.Tests.RandomModel;
using Gateway.Llama.Tools;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Llama.Tests.Tools;

/// <summary>Calls by a real model: one with random weights, which would never call anything by itself.</summary>
public sealed class ToolAnswerTests
{
    public static bool NoLibrary => RandomLlamaTests.IsMissing;

    private static readonly AIFunctionDeclaration Weather = Tool("weather", """
        {"type":"object","properties":{"city":{"type":"string","maxLength":8},"unit":{"$ref":"#/$defs/unit"}},"required":["city","unit"],"additionalProperties":false,"$defs":{"unit":{"enum":["C","F"]}}}
        """);

    private static readonly AIFunctionDeclaration Add = Tool("add", """{"type":"object","properties":{"n":{"type":"integer","minimum":0,"maximum":9}},"required":["n"],"additionalProperties":false}""");

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task Required_EveryAnswerIsACallThatFulfilsItsSchema()
    {
        using var model = Load();
        using var client = new LlamaChatClient(model);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(seed => client.GetResponseAsync("go", Options(ChatToolMode.RequireAny, seed), TestContext.Current.CancellationToken)));

        var calls = answers.Select(static answer => Assert.IsType<FunctionCallContent>(Assert.Single(answer.Messages[0].Contents))).ToList();
        Assert.All(answers, static answer => Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason));
        Assert.Equal(["add", "weather"], calls.Select(static call => call.Name).Distinct().Order());
        foreach (var call in calls)
        {
            if (call.Name == "add") Assert.InRange(((JsonElement)call.Arguments!["n"]!).GetInt32(), 0, 9);
            else Assert.Contains(((JsonElement)call.Arguments!["unit"]!).GetString(), (string[])["C", "F"]);
        }
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task Named_ThatOneIsCalled()
    {
        using var model = Load();
        using var client = new LlamaChatClient(model);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => client.GetResponseAsync("go", Options(ChatToolMode.RequireSpecific("add"), seed), TestContext.Current.CancellationToken)));

        Assert.All(answers, static answer => Assert.Equal("add", Assert.IsType<FunctionCallContent>(Assert.Single(answer.Messages[0].Contents)).Name));
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task Streamed_CallComesWholeBeforeTheEnd()
    {
        using var model = Load();
        using var client = new LlamaChatClient(model);
        var whole = await client.GetResponseAsync("go", Options(ChatToolMode.RequireAny, 3), TestContext.Current.CancellationToken);

        var updates = await client.GetStreamingResponseAsync("go", Options(ChatToolMode.RequireAny, 3), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ToolCalls.Key(whole), ToolCalls.Key(updates.ToChatResponse()));
        Assert.Equal(ChatFinishReason.ToolCalls, updates[^1].FinishReason);
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task Auto_ModelThatCallsNothing_SpeaksAsBefore()
    {
        using var model = Load();
        using var client = new LlamaChatClient(model);

        var answer = await client.GetResponseAsync("go", Options(ChatToolMode.Auto, 1), TestContext.Current.CancellationToken);

        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.NotEqual("", answer.Text);
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task AutoWithASchema_AnswerIsOneOrTheOther()
    {
        using var model = Load();
        using var client = new LlamaChatClient(model);
        ChatOptions With(int seed)
        {
            var options = Options(ChatToolMode.Auto, seed);
            options.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"enum":["yes","no"]}"""), "answer");
            return options;
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(seed => client.GetResponseAsync("go", With(seed), TestContext.Current.CancellationToken)));

        var calls = answers.Where(static answer => answer.FinishReason == ChatFinishReason.ToolCalls).ToList();
        var values = answers.Except(calls).Select(static answer => answer.Text).ToHashSet();
        Assert.NotEmpty(calls);
        Assert.NotEmpty(values);
        Assert.All(values, static value => Assert.Contains(value, (string[])["\"yes\"", "\"no\""]));
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task ToolOfASchemaThatAGrammarCannotPromise_IsKeptToAnObject_OrRefusedWhereItIsStrict()
    {
        const string Schema = """{"type":"object","properties":{"n":{"type":"integer","multipleOf":3}},"required":["n"]}""";
        using var model = Load();
        using var client = new LlamaChatClient(model);

        var answer = await client.GetResponseAsync("go", Options(ChatToolMode.RequireAny, 1, Tool("loose", Schema)), TestContext.Current.CancellationToken);
        var fault = await FaultOf(() => client.GetResponseAsync("go", Options(ChatToolMode.RequireAny, 1, Add, Tool("tight", Schema, ("strict", true)))));

        Assert.Contains("loose", answer.Messages[0].Contents is [FunctionCallContent call] ? call.Name : answer.Text, StringComparison.Ordinal);
        Assert.Equal((400, "tools"), (fault.Status, fault.Upstream!.Param));
        Assert.Contains("'tight': #/properties/n", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_ToolsThatCannotBeCalled_AreRefused()
    {
        Assert.Equal("tools", (await FaultOf(() => Use(new ChatOptions { Tools = [Add, Add] }))).Upstream!.Param);
        Assert.Equal("tools", (await FaultOf(() => Use(new ChatOptions { Tools = [Tool("free", "{}", ("custom", true))] }))).Upstream!.Param);
        var fault = await FaultOf(() => Use(new ChatOptions { Tools = [Add, Weather], ToolMode = ChatToolMode.RequireSpecific("sub") }));
        Assert.Equal("tool_choice", fault.Upstream!.Param);
        Assert.Contains("legal: add, weather", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AsTexts_CallsAndResults_AreInTheModelsForm()
    {
        var messages = new List<ChatMessage>
        {
            new(ChatRole.User, "u"),
            new(ChatRole.Assistant, [new TextContent("wait"), new FunctionCallContent("1", "add", new Dictionary<string, object?> { ["n"] = 1 }), new FunctionCallContent("2", "add", null)]),
            new(ChatRole.Tool, [new FunctionResultContent("1", "one")]),
            new(ChatRole.Tool, [new FunctionResultContent("2", "two")]),
            new(ChatRole.User, "on"),
        };

        var turns = ToolTurns.AsTexts(ChatRequest.Turns(messages, null), null, ToolCallForm.Hermes);

        Assert.Equal(["user", "assistant", "user", "user"], turns.Select(static turn => turn.Role));
        Assert.Equal("wait\n<tool_call>\n{\"name\":\"add\",\"arguments\":{\"n\":1}}\n</tool_call>\n<tool_call>\n{\"name\":\"add\",\"arguments\":{}}\n</tool_call>", turns[1].Text);
        Assert.Equal("<tool_response>\none\n</tool_response>\n<tool_response>\ntwo\n</tool_response>", turns[2].Text);
    }

    [Fact]
    public void AsTexts_ToolsAreInTheSystemTurn()
    {
        var use = ToolUse.Of(new ChatOptions { Tools = [Add] }, ToolCallForm.Llama)!;

        var added = ToolTurns.AsTexts([new("user", "u")], use, ToolCallForm.Llama);
        var joined = ToolTurns.AsTexts([new("system", "be brief"), new("user", "u")], use, ToolCallForm.Llama);

        Assert.Equal(["system", "user"], added.Select(static turn => turn.Role));
        Assert.Contains("\"name\":\"add\"", added[0].Text, StringComparison.Ordinal);
        Assert.Contains("\"parameters\":{}", added[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("be brief\n\n# Tools", joined[0].Text, StringComparison.Ordinal);
    }

    private static ToolUse? Use(ChatOptions options) => ToolUse.Of(options, ToolCallForm.Hermes);

    private static async Task<ModelFault> FaultOf(Func<object?> call) => (await Assert.ThrowsAsync<ModelCallException>(async () => await (call() as Task ?? Task.CompletedTask))).Fault;

    private static ChatOptions Options(ChatToolMode mode, int seed, params AIFunctionDeclaration[] tools) => new()
    {
        Tools = [.. tools.Length > 0 ? tools : [Weather, Add]],
        ToolMode = mode,
        AllowMultipleToolCalls = false,
        Temperature = 1,
        Seed = seed,
        MaxOutputTokens = 150,
    };

    private static LlamaModel Load() =>
        LlamaModel.Load(new LlamaModelOptions("random", RandomLlamaFile.Of(new RandomLlama())) { Parallel = 4, ContextTokens = 2048, Threads = 1 }, NullLogger.Instance, TimeProvider.System);

    private static Declared Tool(string name, string schema, params (string Key, object Value)[] properties) => new(name, schema, properties);

    private sealed class Declared(string name, string schema, (string Key, object Value)[] properties) : AIFunctionDeclaration
    {
        public override string Name => name;

        public override JsonElement JsonSchema { get; } = JsonElement.Parse(schema);

        public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } = properties.ToDictionary(static pair => pair.Key, static pair => (object?)pair.Value);
    }
}
