using System.Runtime.CompilerServices;
using Gateway.Llama.Sampling;
using Gateway.Llama.Scheduling;
using Gateway.Llama.Templates;
using Gateway.Llama.Tools;
using Microsoft.Extensions.AI;

namespace Gateway.Llama;

/// <summary>One answer of a local model: reads its tokens, and keeps what is known at the end.</summary>
/// <param name="request">The answer as tokens.</param>
/// <param name="vocabulary">The model's tokens.</param>
/// <param name="options">What was asked for.</param>
/// <param name="tools">Finds the calls of tools; null where none can be made.</param>
internal sealed class LlamaAnswer(GenerationRequest request, Vocabulary vocabulary, ChatOptions? options, ToolCallText? tools)
{
    private readonly AnswerText _text = new([.. options?.StopSequences ?? []]);
    private List<TokenLogprob>? _logprobs;
    private double _certainty;
    private int _certaintyTokens;
    private int _outputTokens;

    public ChatFinishReason FinishReason { get; private set; } = ChatFinishReason.Length;

    /// <summary>The tools that the answer calls; known at its end.</summary>
    public IReadOnlyList<FunctionCallContent> Calls { get; private set; } = [];

    /// <summary>Mean self-certainty over the answer's tokens; null where it was not asked for or the answer is empty.</summary>
    public double? SelfCertainty => _certaintyTokens > 0 ? _certainty / _certaintyTokens : null;

    /// <summary>Output tokens count each one that was drawn, the end token too: it took a step like any other.</summary>
    public UsageDetails Usage => new()
    {
        InputTokenCount = request.PromptTokens,
        CachedInputTokenCount = request.CachedTokens ?? 0,
        OutputTokenCount = _outputTokens,
        TotalTokenCount = request.PromptTokens + _outputTokens,
    };

    /// <exception cref="ModelCallException">The model failed.</exception>
    public async IAsyncEnumerable<AnswerDelta> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var progress = CallProgress.Of(options);
        if (progress is not null) progress.InputTokens = request.PromptTokens;
        try
        {
            await foreach (var token in request.Drawn.ReadAllAsync(cancellationToken))
            {
                // The channel hands out what it holds without looking at the token.
                cancellationToken.ThrowIfCancellationRequested();
                _outputTokens++;
                if (progress is not null) progress.OutputTokens = _outputTokens;
                if (vocabulary.EndsAnswer(token.Token))
                {
                    FinishReason = ChatFinishReason.Stop;
                    break;
                }

                Note(token.Probabilities);
                if (vocabulary.IsControl(token.Token)) tools?.Control(vocabulary.NameOf(token.Token));
                var text = _text.Append(vocabulary.TextOf(token.Token));
                text = tools?.Append(text) ?? text;
                if (_text.Stopped) FinishReason = ChatFinishReason.Stop;
                if (text.Length > 0) yield return Take(text);
                if (_text.Stopped) break;
            }

            var rest = Finish();
            if (rest.Length > 0 || _logprobs is { Count: > 0 }) yield return Take(rest);
        }
        finally
        {
            // Also when the caller leaves early: the slot is wanted by others.
            if (FinishReason != ChatFinishReason.Length) request.End();
            else request.Abandon();
            if (progress is not null) progress.Queued = request.CachedTokens is null;
        }
    }

    private string Finish()
    {
        var rest = _text.Finish();
        if (tools is null) return rest;
        rest = tools.Append(rest);
        Calls = tools.Finish(out var held);
        if (Calls.Count > 0) FinishReason = ChatFinishReason.ToolCalls;
        return rest + held;
    }

    private void Note(TokenProbabilities? told)
    {
        if (told is null) return;
        if (told.SelfCertainty is { } certainty)
        {
            _certainty += certainty;
            _certaintyTokens++;
        }

        if (told.Top is null) return;
        (_logprobs ??= []).Add(new TokenLogprob(vocabulary.NameOf(told.Token), told.Logprob)
        {
            Top = [.. told.Top.Select(top => new TokenLogprob(vocabulary.NameOf(top.Token), top.Logprob))],
        });
    }

    private AnswerDelta Take(string text)
    {
        var delta = new AnswerDelta(text, _logprobs);
        _logprobs = null;
        return delta;
    }
}
