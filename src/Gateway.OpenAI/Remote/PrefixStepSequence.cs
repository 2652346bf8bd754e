using System.Text;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>
/// An answer of a remote model that grows step by step: each step sends the prompt and all text so far. A step is read as a stream, and the
/// connection is closed where a stop text is complete; so the answer's own end is the only one that the endpoint itself tells.
/// </summary>
internal sealed class PrefixStepSequence(IChatClient pipeline, string model, PrefixContinuation how, Prompt prompt, string beginning) : IStepSequence
{
    private string _text = beginning;
    private bool _advancing;
    private bool _ended;

    public double LogprobSum { get; private set; }

    public IStepSequence Fork() => new PrefixStepSequence(pipeline, model, how, prompt, _text) { LogprobSum = LogprobSum, _ended = _ended };

    public async Task<DecodedStep> AdvanceAsync(StepLimits limits, CancellationToken cancellationToken)
    {
        if (limits.MaxTokens is < 1) throw new ArgumentOutOfRangeException(nameof(limits), limits.MaxTokens, "A step has at least one token.");
        if (_ended) throw new InvalidOperationException("The answer has ended.");
        if (_advancing) throw new InvalidOperationException("An earlier step is still being made.");
        _advancing = true;
        try
        {
            var step = await AskAsync(limits, cancellationToken);
            _text += step.Text;
            _ended = step.Finish is not null;
            LogprobSum += step.Tokens.Sum(static token => token.Logprob);
            return step;
        }
        finally
        {
            _advancing = false;
        }
    }

    public ValueTask DisposeAsync()
    {
        _ended = true;
        return ValueTask.CompletedTask;
    }

    private async Task<DecodedStep> AskAsync(StepLimits limits, CancellationToken cancellationToken)
    {
        var messages = PrefixRequest.Messages(prompt, _text, how);
        var options = PrefixRequest.Options(prompt, limits, continues: _text.Length > 0, how);

        // A stream that is cut off tells no usage: its prompt is then estimated, as of every call that does not reach its end.
        var input = (new Prompt(messages, options).EstimateInputTokens() + 1) / 2;
        if (limits.Progress is { } progress) progress.InputTokens = input;
        var text = new StringBuilder();
        var tokens = new List<TokenLogprob>();
        ChatFinishReason? finish = null;
        UsageDetails? usage = null;
        int? stop = null;
        await foreach (var update in pipeline.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            var before = text.Length;
            text.Append(update.Text);
            if (update.Logprobs() is { } told) tokens.AddRange(told);
            finish = update.FinishReason ?? finish;
            usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? usage;
            stop = EndOfStop(text, before, limits.StopAt);
            if (stop is not null) break;
        }

        var end = stop ?? text.Length;
        if (end > 0 && tokens.Count == 0)
            throw new ModelCallException(new ModelFault(FaultKind.Malformed, $"model '{model}': the endpoint tells no log probabilities, by which steps are judged"));

        var used = tokens.Count;
        return new DecodedStep(text.ToString(0, end), Within(tokens, end), stop is not null ? null : EndOf(finish, used, limits))
        {
            Usage = usage ?? new UsageDetails { InputTokenCount = input, OutputTokenCount = used }.AsEstimate(),
        };
    }

    /// <summary>Where the first stop text ends; null where none is complete.</summary>
    private static int? EndOfStop(StringBuilder text, int before, IReadOnlyList<string> stops)
    {
        if (text.Length == before) return null;
        int? first = null;
        foreach (var stop in stops)
        {
            if (stop.Length == 0) continue;
            var from = Math.Max(0, before - stop.Length + 1);
            var at = text.ToString(from, text.Length - from).IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && (first is null || from + at + stop.Length < first)) first = from + at + stop.Length;
        }

        return first;
    }

    /// <summary>The tokens that make the text up to a place: chunks may carry more, and some endpoints count the end token.</summary>
    private static List<TokenLogprob> Within(List<TokenLogprob> tokens, int end)
    {
        var kept = 0;
        for (var length = 0; kept < tokens.Count && length < end; kept++) length += tokens[kept].Token.Length;
        return tokens[..kept];
    }

    /// <summary>Why the endpoint stopped: <c>length</c> before the limit of the step is the end of the context.</summary>
    private static ChatFinishReason? EndOf(ChatFinishReason? finish, int used, StepLimits limits) =>
        finish != ChatFinishReason.Length ? ChatFinishReason.Stop
        : limits.MaxTokens is { } most && used >= most ? null
        : ChatFinishReason.Length;
}
