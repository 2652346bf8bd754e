using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Server.Endpoints;

/// <summary>All samples of a completions request, made at once; their prompts' common parts are computed once.</summary>
/// <param name="completer">The model.</param>
/// <param name="request">What is asked for.</param>
/// <param name="price">What its tokens cost.</param>
/// <param name="share">All samples count as one request where the model divides its capacity.</param>
internal sealed class CompletionRun(ITextCompleter completer, CompletionRequest request, Price price, string share)
{
    private readonly UsageDetails?[] _usages = new UsageDetails?[request.Prompts.Count * request.BestOf];

    /// <summary>What was used: each prompt counts once, however many samples it has.</summary>
    public Spend Spent
    {
        get
        {
            var spent = default(Spend);
            for (var i = 0; i < _usages.Length; i++)
            {
                if (_usages[i] is not { } usage) continue;
                var first = i % request.BestOf == 0;
                var (input, cached, output) = (first ? usage.InputTokenCount ?? 0 : 0, first ? usage.CachedInputTokenCount ?? 0 : 0, usage.OutputTokenCount ?? 0);
                spent += new Spend(1, input, cached, output, price.Of(input, cached, output));
            }

            return spent;
        }
    }

    /// <summary>Makes all samples.</summary>
    /// <param name="tell">Gets each stretch of each sample as it comes; the samples' stretches come mixed, each sample's own in order.</param>
    /// <param name="cancellationToken">Ends all of them.</param>
    /// <exception cref="ModelCallException">One failed; the others were ended.</exception>
    public async Task RunAsync(Func<CompletionChoice, Task> tell, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ModelCallException? failure = null;
        await Task.WhenAll(Enumerable.Range(0, _usages.Length).Select(GuardedAsync));
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null) throw failure;

        async Task GuardedAsync(int index)
        {
            try
            {
                await SampleAsync(index, tell, ending.Token);
            }
            catch (ModelCallException exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
                await ending.CancelAsync();
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The client left, or another sample failed: that is told once.
            }
        }
    }

    /// <summary>Makes all samples and picks the choices.</summary>
    /// <exception cref="ModelCallException">One failed; the others were ended.</exception>
    public async Task<IReadOnlyList<CompletionChoice>> WholeAsync(CancellationToken cancellationToken)
    {
        var samples = new List<CompletionChoice>?[_usages.Length];
        await RunAsync(
            stretch =>
            {
                (samples[stretch.Index] ??= []).Add(stretch);
                return Task.CompletedTask;
            },
            cancellationToken);
        return [.. samples.Chunk(request.BestOf).SelectMany(Best).Select(static (choice, index) => choice with { Index = index })];
    }

    private IEnumerable<CompletionChoice> Best(List<CompletionChoice>?[] samples)
    {
        var whole = samples.Select(stretches => Joined(stretches!));
        if (request.BestOf > request.N) whole = whole.OrderByDescending(Score).Take(request.N);
        return whole.Select(choice => request.Logprobs is null ? choice with { Logprobs = null } : choice);
    }

    private static CompletionChoice Joined(List<CompletionChoice> stretches) =>
        new(0, string.Concat(stretches.Select(static one => one.Text)), [.. stretches.SelectMany(static one => one.Logprobs ?? [])], stretches[^1].FinishReason);

    // OpenAI: the highest log probability per token.
    private static double Score(CompletionChoice choice) => choice.Logprobs!.Where(static token => !double.IsNaN(token.Logprob)).Select(static token => token.Logprob).DefaultIfEmpty(double.NegativeInfinity).Average();

    private async Task SampleAsync(int index, Func<CompletionChoice, Task> tell, CancellationToken cancellationToken)
    {
        var options = request.Options.Clone();
        options.Seed = unchecked(request.Seed + index);
        new CallProgress { Share = share }.AttachTo(options);
        var completion = completer.Start(request.Prompts[index / request.BestOf], options, scoreText: request is { Echo: true, Logprobs: not null });
        var told = 0;
        var begun = false;
        await foreach (var piece in completion.ReadAsync(cancellationToken))
        {
            var echoed = !begun && request.Echo;
            begun = true;
            var text = echoed ? completion.Text + piece.Text : piece.Text;
            IReadOnlyList<TokenLogprob>? logprobs = options.WantedTopLogprobs() is null ? null : echoed ? [.. completion.TextLogprobs, .. piece.Logprobs ?? []] : piece.Logprobs ?? [];
            if (text.Length > 0 || logprobs is { Count: > 0 }) await tell(new CompletionChoice(index, text, logprobs, null) { Offset = told });
            told += text.Length;
        }

        _usages[index] = completion.Usage;
        await tell(new CompletionChoice(index, "", options.WantedTopLogprobs() is null ? null : [], completion.FinishReason.Value) { Offset = told });
    }
}
