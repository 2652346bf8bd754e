using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Caching;

public sealed class CandidateKeyTests
{
    private static readonly Dictionary<string, Action<ChatOptions>> ThatChangeTheOutput = new()
    {
        ["temperature"] = static options => options.Temperature = 0.5f,
        ["no temperature"] = static options => options.Temperature = null,
        ["top_p"] = static options => options.TopP = 0.5f,
        ["top_k"] = static options => options.TopK = 5,
        ["max_tokens"] = static options => options.MaxOutputTokens = 5,
        ["presence_penalty"] = static options => options.PresencePenalty = 0.5f,
        ["frequency_penalty"] = static options => options.FrequencyPenalty = 0.5f,
        ["n"] = static options => options.SetChoiceCount(2),
        ["stop"] = static options => options.StopSequences = ["."],
        ["two stops"] = static options => options.StopSequences = [".", "!"],
        ["stops in another order"] = static options => options.StopSequences = ["!", "."],
        ["stop 'json'"] = static options => options.StopSequences = ["json"],
        ["stop like a bias"] = static options => options.StopSequences = ["7:1.5"],
        ["stops like a tool"] = static options => options.StopSequences = ["f", "does", """{"type":"object"}"""],
        ["logit_bias"] = static options => options.SetLogitBias(new Dictionary<int, float> { [7] = 1.5f }),
        ["another logit_bias"] = static options => options.SetLogitBias(new Dictionary<int, float> { [7] = -1.5f }),
        ["tool"] = static options => options.Tools = [Tool("f", "does", """{"type":"object"}""")],
        ["tool of another name"] = static options => options.Tools = [Tool("g", "does", """{"type":"object"}""")],
        ["tool of another description"] = static options => options.Tools = [Tool("f", "does it", """{"type":"object"}""")],
        ["tool of another schema"] = static options => options.Tools = [Tool("f", "does", """{"type":"object","required":["a"]}""")],
        ["tool that must be called"] = static options => (options.Tools, options.ToolMode) = ([Tool("f", "does", """{"type":"object"}""")], ChatToolMode.RequireSpecific("f")),
        ["some tool must be called"] = static options => (options.Tools, options.ToolMode) = ([Tool("f", "does", """{"type":"object"}""")], ChatToolMode.RequireAny),
        ["no tool may be called"] = static options => (options.Tools, options.ToolMode) = ([Tool("f", "does", """{"type":"object"}""")], ChatToolMode.None),
        ["json"] = static options => options.ResponseFormat = ChatResponseFormat.Json,
        ["schema"] = static options => options.ResponseFormat = ChatResponseFormat.ForJsonSchema(Json("""{"type":"object"}""")),
        ["another schema"] = static options => options.ResponseFormat = ChatResponseFormat.ForJsonSchema(Json("""{"type":"array"}""")),
        ["sample"] = static options => options.SetSamplePath("1"),
        ["sample of a sample"] = static options => options.SetSamplePath("1/0"),
    };

    [Fact]
    public void Of_EqualCalls_IsEqualAndSixtyFourHexDigits()
    {
        var key = Key(Asked("q"), Options());

        Assert.Matches("^[0-9a-f]{64}$", key);
        Assert.Equal(key, Key(Asked("q"), Options()));
    }

    [Fact]
    public void Of_OptionsThatChangeTheOutput_AllDiffer()
    {
        var keys = ThatChangeTheOutput.ToDictionary(static change => change.Key, static change => Key(Asked("q"), Options(change.Value)));
        keys["none"] = Key(Asked("q"), Options());

        Assert.Empty(keys.GroupBy(static pair => pair.Value).Where(static group => group.Count() > 1).Select(static group => string.Join(" = ", group.Select(static pair => pair.Key))));
    }

    [Fact]
    public void Of_AnotherScope_Differs() => Assert.NotEqual(CandidateKey.Of("s", "m", Asked("q"), Options()), CandidateKey.Of("t", "m", Asked("q"), Options()));

    [Fact]
    public void Of_AnotherModel_Differs() => Assert.NotEqual(CandidateKey.Of("s", "m", Asked("q"), Options()), CandidateKey.Of("s", "k", Asked("q"), Options()));

    [Fact]
    public void Of_ScopeAndModelThatReadAlikeTogether_Differ() => Assert.NotEqual(CandidateKey.Of("sm", "k", Asked("q"), Options()), CandidateKey.Of("s", "mk", Asked("q"), Options()));

    [Fact]
    public void Of_OtherMessages_AllDiffer()
    {
        ChatMessage[][] conversations =
        [
            Asked("ab"),
            Asked("ba"),
            [new ChatMessage(ChatRole.System, "ab")],
            [new ChatMessage(ChatRole.User, "a"), new ChatMessage(ChatRole.User, "b")],
            [new ChatMessage(ChatRole.User, [new TextContent("a"), new TextContent("b")])],
            [new ChatMessage(ChatRole.User, "a"), new ChatMessage(ChatRole.Assistant, "b")],
            [new ChatMessage(ChatRole.User, "b"), new ChatMessage(ChatRole.User, "a")],
            [new ChatMessage(ChatRole.User, [new UriContent("https://x/ab", "image/png")])],
            [],
        ];

        Assert.Equal(conversations.Length, conversations.Select(static messages => Key(messages, Options())).Distinct().Count());
    }

    [Fact]
    public void Of_AnotherSeed_IsEqual() => Same(static options => options.Seed = 7);

    [Fact]
    public void Of_WantedLogprobs_IsEqual() => Same(static options => options.WantLogprobs(5));

    [Fact]
    public void Of_WantedSelfCertainty_IsEqual() => Same(static options => options.WantSelfCertainty());

    [Fact]
    public void Of_AnotherRunsProgress_IsEqual() => Same(static options => new CallProgress { Share = "run" }.AttachTo(options));

    [Fact]
    public void Of_SchemasThatDifferInTheOrderOfTheirKeys_IsEqual() => Assert.Equal(
        Key(Asked("q"), Options(static options => options.Tools = [Tool("f", "", """{"type":"object","required":["a"]}""")])),
        Key(Asked("q"), Options(static options => options.Tools = [Tool("f", "", """{ "required": ["a"], "type": "object" }""")])));

    [Fact]
    public void Of_LogitBiasInAnotherOrder_IsEqual() => Assert.Equal(
        Key(Asked("q"), Options(static options => options.SetLogitBias(new Dictionary<int, float> { [1] = 1, [2] = 2 }))),
        Key(Asked("q"), Options(static options => options.SetLogitBias(new Dictionary<int, float> { [2] = 2, [1] = 1 }))));

    [Fact]
    public void Of_SamplesAtTemperatureZero_AreOne() => Assert.Equal(
        Key(Asked("q"), Options(static options => options.Temperature = 0)),
        Key(Asked("q"), Options(static options =>
        {
            options.Temperature = 0;
            options.SetSamplePath("3");
        })));

    private static void Same(Action<ChatOptions> change) => Assert.Equal(Key(Asked("q"), Options()), Key(Asked("q"), Options(change)));

    private static string Key(ChatMessage[] messages, ChatOptions options) => CandidateKey.Of("s", "m", messages, options);

    private static ChatMessage[] Asked(string text) => [new ChatMessage(ChatRole.User, text)];

    private static ChatOptions Options(Action<ChatOptions>? change = null)
    {
        var options = new ChatOptions { Temperature = 0.7f };
        change?.Invoke(options);
        return options;
    }

    private static AIFunctionDeclaration Tool(string name, string description, string schema) => AIFunctionFactory.CreateDeclaration(name, description, Json(schema));

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
