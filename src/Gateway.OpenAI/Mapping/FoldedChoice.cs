using System.Text;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>One choice of an answer that was not delivered as an endpoint's own completion, put together from its updates.</summary>
internal sealed class FoldedChoice
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly StringBuilder _refusal = new();
    private readonly List<FunctionCallContent> _calls = [];
    private List<TokenLogprob>? _logprobs;
    private ChatFinishReason? _finish;

    /// <summary>Null where there is only something else than text to show, as in OpenAI's messages.</summary>
    public string? Text => _text.Length == 0 && (_calls.Count > 0 || _refusal.Length > 0) ? null : _text.ToString();

    public string? Reasoning => _reasoning.Length == 0 ? null : _reasoning.ToString();

    public string? Refusal => _refusal.Length == 0 ? null : _refusal.ToString();

    public IReadOnlyList<FunctionCallContent> Calls => _calls;

    public IReadOnlyList<TokenLogprob>? Logprobs => _logprobs;

    public string FinishReason => (_finish ?? (_calls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop)).Value;

    public void Add(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            if (content is TextContent text) _text.Append(text.Text);
            else if (content is TextReasoningContent reasoning) _reasoning.Append(reasoning.Text);
            else if (content is FunctionCallContent call) _calls.Add(call);
            else if (OpenAI.Refusal.In(content) is { } refusal) _refusal.Append(refusal);
        }

        if (update.Logprobs() is { } logprobs) (_logprobs ??= []).AddRange(logprobs);
        _finish = update.FinishReason ?? _finish;
    }
}
