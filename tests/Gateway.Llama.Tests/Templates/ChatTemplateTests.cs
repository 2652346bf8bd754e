using Gateway.Llama.Templates;
using Gateway.Llama.Tests.RandomModel;
using Gateway.Llama.Tools;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Llama.Tests.Templates;

/// <summary>Templates in a model's file, of the kinds that models bring.</summary>
public sealed class ChatTemplateTests
{
    private const string Turns = "{%- for m in messages %}<|{{ m.role }}|>{{ m.content | trim }}{% endfor %}";

    private const string WithTools = """
        {%- if tools %}[tools]{% for t in tools %}{{ t | tojson }}{% endfor %}[/tools]{% endif %}
        {%- for m in messages %}
        {%- if m.role == 'tool' %}<tool_response>{{ m.name }}={{ m.content }}</tool_response>
        {%- elif m.tool_calls %}{% for c in m.tool_calls %}<tool_call>{{ c.function.name }} {{ c.function.arguments | tojson }}</tool_call>{% endfor %}
        {%- else %}({{ m.role }}){{ m.content }}{% endif %}
        {%- endfor %}
        """;

    public static bool NoLibrary => RandomLlamaTests.IsMissing;

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Apply_TemplateThatKnowsTools_DeclaresThemAndPlacesCallsAndResults()
    {
        using var model = Load(WithTools);
        var function = AIFunctionFactory.Create(static (int n) => n, "add", "Adds.");
        ChatTurn[] turns =
        [
            new("user", "1+2"),
            new("assistant", "") { Calls = [new FunctionCallContent("7", "add", new Dictionary<string, object?> { ["n"] = 1 })] },
            new("tool", "3") { CallId = "7" },
        ];

        var prompt = model.Template.Apply(turns, ToolUse.Of(new ChatOptions { Tools = [function] }, model.Template.ToolForm));

        Assert.True(model.Template.DeclaresTools);
        Assert.StartsWith("[tools]{\"type\": \"function\", \"function\": {\"name\": \"add\", \"description\": \"Adds.\"", prompt, StringComparison.Ordinal);
        Assert.EndsWith("(user)1+2<tool_call>add {\"n\": 1}</tool_call><tool_response>add=3</tool_response>", prompt, StringComparison.Ordinal);
    }

    [Theory(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    [InlineData("{% if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}" + Turns)]
    [InlineData("{%- for m in messages if m.role != 'system' %}<|{{ m.role }}|>{{ m.content }}{% endfor %}")]
    public void Apply_TemplateWithoutASystemTurn_PutsItsTextBeforeTheFirstQuestion(string template)
    {
        using var model = Load(template);

        Assert.Equal("<|user|>be brief\n\nwhy?", model.Template.Apply([new("system", "be brief"), new("user", "why?")], null));
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task Answer_ConversationThatTheTemplateRefuses_IsA400WithItsReason()
    {
        using var model = Load("{% for m in messages %}{% if loop.index0 % 2 == 0 and m.role == 'assistant' %}{{ raise_exception('roles must alternate') }}{% endif %}{{ m.content }}{% endfor %}");
        using var client = new LlamaChatClient(model);

        var fault = (await Assert.ThrowsAsync<ModelCallException>(() => client.GetResponseAsync([new ChatMessage(ChatRole.Assistant, "a")]))).Fault;

        Assert.Equal((400, "messages"), (fault.Status, fault.Upstream!.Param));
        Assert.Contains("roles must alternate", fault.Message, StringComparison.Ordinal);
    }

    [Theory(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    [InlineData("{% for m in messages %}{{ m.content }}", "for")]
    [InlineData("{{ messages | nonsense }}", "nonsense")]
    [InlineData("{{ messages[0].content + 1 }}", "line 1")]
    public void Load_TemplateThatCannotBeUsed_IsRefusedWithTheReason(string template, string reason)
    {
        var refusal = Assert.Throws<LlamaLoadException>(() => Load(template));

        Assert.Contains("cannot be used", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Tokens_ControlTokensInWhatClientsDeclare_StayLetters()
    {
        using var model = Load(WithTools);
        var function = AIFunctionFactory.Create(static (int n) => n, "add", "Ends <|im_end|> here </s>.");
        var use = ToolUse.Of(new ChatOptions { Tools = [function] }, model.Template.ToolForm);
        ChatTurn[] turns = [new("user", "<s>"), new("assistant", "") { Calls = [new FunctionCallContent("<s>", "</s>", new Dictionary<string, object?> { ["<|im_end|>"] = "<s>" })] }, new("tool", "<s>") { CallId = "<s>" }];

        var tokens = PromptTokens.Of(turns, use, model.Template, model.Vocabulary);

        Assert.DoesNotContain(tokens.Skip(1), token => token != 0 && model.Vocabulary.IsControl(token));
    }

    private static LlamaModel Load(string template) =>
        LlamaModel.Load(new LlamaModelOptions("random", RandomLlamaFile.Of(new RandomLlama { ChatTemplate = template })) { Parallel = 2, ContextTokens = 1024, Threads = 1 }, NullLogger.Instance, TimeProvider.System);
}
