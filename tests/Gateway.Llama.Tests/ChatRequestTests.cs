using Microsoft.Extensions.AI;

namespace Gateway.Llama.Tests;

public sealed class ChatRequestTests
{
    [Fact]
    public void Turns_SystemUserAssistant_AreKept()
    {
        var turns = ChatRequest.Turns([new(ChatRole.System, "s"), new(ChatRole.User, "u"), new(ChatRole.Assistant, "a")], null);

        Assert.Equal([("system", "s"), ("user", "u"), ("assistant", "a")], turns.Select(static turn => (turn.Role, turn.Text)));
    }

    [Fact]
    public void Turns_Developer_IsTheSystem() => Assert.Equal("system", ChatRequest.Turns([new(new ChatRole("developer"), "d")], null)[0].Role);

    [Fact]
    public void Turns_Instructions_ComeFirst() =>
        Assert.Equal(["be brief", "u"], ChatRequest.Turns([new(ChatRole.User, "u")], new ChatOptions { Instructions = "be brief" }).Select(static turn => turn.Text));

    [Fact]
    public void Turns_SeveralTextParts_AreOneText() =>
        Assert.Equal("ab", ChatRequest.Turns([new(ChatRole.User, [new TextContent("a"), new TextContent("b")])], null)[0].Text);

    [Fact]
    public void Turns_ToolRole_IsRefused() => AssertRefused("messages", "role 'tool'", () => ChatRequest.Turns([new(ChatRole.Tool, "t")], null));

    [Fact]
    public void Turns_Image_IsRefused() =>
        AssertRefused("messages", "reads text only", () => ChatRequest.Turns([new(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])], null));

    [Fact]
    public void Turns_NoMessages_IsRefused() => AssertRefused("messages", "no messages", () => ChatRequest.Turns([], null));

    [Fact]
    public void Check_TextFormat_IsLegal() => ChatRequest.Check(new ChatOptions { ResponseFormat = ChatResponseFormat.Text }, 100);

    [Fact]
    public void Check_SeveralChoices_IsRefused()
    {
        var options = new ChatOptions();
        options.SetChoiceCount(2);

        AssertRefused("n", "one choice", () => ChatRequest.Check(options, 100));
    }

    [Fact]
    public void Check_BiasOfATokenThatIsNone_IsRefused()
    {
        var options = new ChatOptions();
        options.SetLogitBias(new Dictionary<int, float> { [99] = 1, [100] = 1 });

        AssertRefused("logit_bias", "0 to 99", () => ChatRequest.Check(options, 100));
    }

    [Fact]
    public void Check_NoOutputTokens_IsRefused() => AssertRefused("max_tokens", "at least 1", () => ChatRequest.Check(new ChatOptions { MaxOutputTokens = 0 }, 100));

    private static void AssertRefused(string parameter, string because, Action action)
    {
        var fault = Assert.Throws<ModelCallException>(action).Fault;
        Assert.Equal((FaultKind.Refused, 400, "invalid_request_error", parameter), (fault.Kind, fault.Status, fault.Upstream!.Type, fault.Upstream.Param));
        Assert.Contains(because, fault.Message, StringComparison.Ordinal);
    }
}
