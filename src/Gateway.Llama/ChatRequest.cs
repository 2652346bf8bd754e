using Gateway.Llama.Templates;
using Microsoft.Extensions.AI;

namespace Gateway.Llama;

/// <summary>What a local model can read of a request. What it cannot is refused, not left out: half a prompt gives a wrong answer.</summary>
internal static class ChatRequest
{
    /// <param name="options">What is asked for.</param>
    /// <param name="vocabulary">How many tokens the model has.</param>
    /// <param name="leastOutput">The least that max_tokens may be.</param>
    /// <exception cref="ModelCallException">The options ask for what local models do not do.</exception>
    public static void Check(ChatOptions? options, int vocabulary, int leastOutput = 1)
    {
        if (options is null) return;
        if (options.ChoiceCount() > 1) throw Refused("A local model gives one choice in a call.", "n");
        foreach (var token in options.WantedLogitBias()?.Keys ?? [])
        {
            if (token >= vocabulary) throw Refused($"logit_bias names the token {token}; this model's tokens are 0 to {vocabulary - 1}.", "logit_bias");
        }

        if (options.MaxOutputTokens < leastOutput) throw Refused($"max_tokens has to be at least {leastOutput}.", "max_tokens");
    }

    /// <summary>The conversation as turns.</summary>
    /// <param name="messages">What was said.</param>
    /// <param name="options">What is asked for.</param>
    /// <exception cref="ModelCallException">A message is of a role or holds a content that local models do not read.</exception>
    public static IReadOnlyList<ChatTurn> Turns(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var turns = new List<ChatTurn>();
        if (options?.Instructions is { Length: > 0 } instructions) turns.Add(new ChatTurn("system", instructions));
        foreach (var message in messages)
        {
            var results = message.Contents.OfType<FunctionResultContent>().ToList();
            if (results.Count == 0) turns.Add(TurnOf(message));
            else turns.AddRange(results.Select(static result => new ChatTurn("tool", result.Result?.ToString() ?? "") { CallId = result.CallId }));
        }

        return turns.Count > 0 ? turns : throw Refused("There are no messages.", "messages");
    }

    public static ModelCallException Refused(string message, string parameter, string? code = null) =>
        new(new ModelFault(FaultKind.Refused, message) { Status = 400, Upstream = new UpstreamError(message, "invalid_request_error", parameter, code) });

    private static string RoleOf(ChatMessage message) => message.Role.Value switch
    {
        // OpenAI's newer name of the same role.
        "developer" => "system",
        "system" or "user" or "assistant" => message.Role.Value,
        _ => throw Refused($"Local models do not read messages of the role '{message.Role.Value}'.", "messages"),
    };

    private static ChatTurn TurnOf(ChatMessage message)
    {
        var calls = new List<FunctionCallContent>();
        foreach (var content in message.Contents)
        {
            if (content is FunctionCallContent call) calls.Add(call);
            else if (content is not TextContent) throw Refused($"A local model reads text only, not {content.GetType().Name}.", "messages");
        }

        return new ChatTurn(RoleOf(message), message.Text) { Calls = calls };
    }
}
