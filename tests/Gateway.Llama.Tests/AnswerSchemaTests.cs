using System.Text.Json;
using Gateway.Llama.Tests.RandomModel;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using NJsonSchema;

namespace Gateway.Llama.Tests;

/// <summary>Answers of a real model under a schema: one with random weights, whose own words would never be JSON.</summary>
public sealed class AnswerSchemaTests
{
    private const string Person = """
        {"type":"object","properties":{"name":{"type":"string","maxLength":12},"age":{"type":"integer","minimum":0,"maximum":130},"tags":{"type":"array","items":{"enum":["a","b"]},"maxItems":3}},"required":["name","age"],"additionalProperties":false}
        """;

    public static bool NoLibrary => RandomLlamaTests.IsMissing;

    [Theory(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1, 0.9)]
    public async Task Schema_ManyAtOnce_AllAnswersThatEndFulfilIt(float temperature, float topP)
    {
        using var model = Load();
        using var client = new LlamaChatClient(model);
        var schema = await JsonSchema.FromJsonAsync(Person, TestContext.Current.CancellationToken);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(seed => client.GetResponseAsync(
            "who?", Options(Person) with { Temperature = temperature, TopP = topP, Seed = seed, MaxOutputTokens = 200 }, TestContext.Current.CancellationToken)));

        Assert.All(answers, static answer => Assert.Equal(ChatFinishReason.Stop, answer.FinishReason));
        Assert.All(answers, answer => Assert.Empty(schema.Validate(answer.Text)));
        if (temperature > 0) Assert.True(answers.Select(static answer => answer.Text).Distinct().Count() > 6);
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task Schema_BesideAnAnswerWithoutOne_LeavesThatAsItIs()
    {
        // With 32 bits: those of 16 round differently in a batch of two.
        using var model = Load(new RandomLlama { Half = false }, KvType.F32);
        using var client = new LlamaChatClient(model);
        var free = new ChatOptions { Temperature = 1, Seed = 5, MaxOutputTokens = 60 };
        var alone = await client.GetResponseAsync("who?", free, TestContext.Current.CancellationToken);

        var constrained = client.GetResponseAsync("who?", Options(Person), TestContext.Current.CancellationToken);
        var beside = await client.GetResponseAsync("who?", free, TestContext.Current.CancellationToken);
        await constrained;

        Assert.Equal(alone.Text, beside.Text);
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task JsonObject_IsOne()
    {
        using var model = Load();
        using var client = new LlamaChatClient(model);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => client.GetResponseAsync(
            "who?", new ChatOptions { ResponseFormat = ChatResponseFormat.Json, Temperature = 1, Seed = seed, MaxOutputTokens = 400 }, TestContext.Current.CancellationToken)));

        var ended = answers.Where(static answer => answer.FinishReason == ChatFinishReason.Stop).ToList();
        Assert.NotEmpty(ended);
        Assert.All(ended, static answer => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(answer.Text).ValueKind));
        Assert.All(answers.Except(ended), static answer => Assert.StartsWith("{", answer.Text, StringComparison.Ordinal));
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task Schema_ThatAGrammarCannotPromise_IsRefusedByItsPlace()
    {
        using var model = Load();
        using var client = new LlamaChatClient(model);

        var fault = await FaultOf(() => client.GetResponseAsync("who?", Options("""{"type":"object","properties":{"n":{"type":"integer","multipleOf":3}}}""")));

        Assert.Equal((400, "response_format"), (fault.Status, fault.Upstream!.Param));
        Assert.Contains("#/properties/n", fault.Message, StringComparison.Ordinal);
        Assert.Contains("multipleOf", fault.Message, StringComparison.Ordinal);
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task Schema_ThatTheModelsTokensCannotWrite_IsRefusedAndTheModelServesOn()
    {
        using var model = Load();
        using var client = new LlamaChatClient(model);

        var fault = await FaultOf(() => client.GetResponseAsync("who?", Options("""{"enum":["日本"]}""")));
        var next = await client.GetResponseAsync("who?", Options("""{"enum":["ja"]}"""), TestContext.Current.CancellationToken);

        Assert.Equal((400, "response_format"), (fault.Status, fault.Upstream!.Param));
        Assert.Contains("cannot write", fault.Message, StringComparison.Ordinal);
        Assert.Equal("\"ja\"", next.Text);
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task Steps_OfAnAnswerWithASchema_AreRefused()
    {
        using var model = Load();

        var fault = await FaultOf(() => new KvStepDecoder(model).OpenAsync(new Prompt([new ChatMessage(ChatRole.User, "who?")], Options(Person)), "", CancellationToken.None));

        Assert.Equal("response_format", fault.Upstream!.Param);
    }

    private static SchemaOptions Options(string schema) => new(JsonElement.Parse(schema));

    private static async Task<ModelFault> FaultOf(Func<Task> call) => (await Assert.ThrowsAsync<ModelCallException>(call)).Fault;

    private static LlamaModel Load() => Load(new RandomLlama(), KvType.F16);

    private static LlamaModel Load(RandomLlama model, KvType cache) =>
        LlamaModel.Load(new LlamaModelOptions("random", RandomLlamaFile.Of(model)) { Parallel = 4, ContextTokens = 512, Threads = 1, KvType = cache }, NullLogger.Instance, TimeProvider.System);

    /// <summary>Options of a request with a schema.</summary>
    private sealed record SchemaOptions(JsonElement Schema)
    {
        public float Temperature { get; init; } = 1;

        public float TopP { get; init; } = 1;

        public long Seed { get; init; }

        public int MaxOutputTokens { get; init; } = 200;

        public static implicit operator ChatOptions(SchemaOptions options) => new()
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(options.Schema, "answer"),
            Temperature = options.Temperature,
            TopP = options.TopP,
            Seed = options.Seed,
            MaxOutputTokens = options.MaxOutputTokens,
        };
    }
}
