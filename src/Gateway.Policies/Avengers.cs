using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>
/// Sends each task to the models that did best on tasks like it: the task's vector, the nearest of the groups that were learned, the models
/// by accuracy there, or by accuracy against cost (The Avengers, Zhang et al. 2025, arXiv 2505.19797; Avengers-Pro, arXiv 2508.12631).
/// </summary>
[Policy("avengers")]
[Description("The models that did best on tasks like the one at hand: one of them answers, or several vote.")]
public sealed class AvengersPolicy : IPlannedPolicy, IFittablePolicy
{
    private const string AnswerRole = "answer";
    private readonly AvengersOptions _options;
    private readonly RoutingProfile? _profile;
    private readonly ClusterRouter _router;

    public AvengersPolicy(AvengersOptions options)
    {
        _options = options;

        // Without one, as a policy that is about to be fitted may be, the models are taken in the order of their names in YAML.
        _profile = options.Profile?.Profile is { } fitted ? RoutingProfileReader.Read(fitted.Fitted, out _) : null;
        _router = new ClusterRouter(_profile ?? new RoutingProfile(options.Embedder, 0, null, options.Clusters, [], []), options);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var route = _router.RouteOf(await VectorOfAsync(run, cancellationToken));
        run.Note(RouteNote.Of(route, _options.Alpha));
        var prompt = _options.Sampling.ForOneChoice(run.Prompt);
        var asked = route.Ranking;
        IReadOnlyList<Candidate> failed = [];
        if (_options.Use.By != AvengersUseBy.Single)
        {
            var (winner, none) = await VoteAsync(run, prompt, route.Ranking, cancellationToken);
            if (winner is not null)
            {
                await foreach (var update in run.Deliver(winner)) yield return update;
                yield break;
            }

            (asked, failed) = ([.. route.Ranking.Skip(_options.Use.Top)], none);
        }

        ModelCall[] calls = [.. asked.Select(ranked => new ModelCall(ranked.Model, prompt) { Role = AnswerRole })];
        await foreach (var update in run.StreamFirstAsync(calls, failed, cancellationToken)) yield return update;
    }

    ProfileReference? IFittablePolicy.Profile => _options.Profile;

    IFitter? IFittablePolicy.Fitter => new AvengersFitter(_options);

    PolicyPlan IPlannedPolicy.Plan()
    {
        var samples = _options.Use.Samples;
        var calls = _options.Models.Select(model => new PlannedCalls(model, 0, ShareOf(model) * samples, samples) { MaxOutputTokens = _options.Sampling.MaxTokens });
        var answer = _options.Use.By switch
        {
            AvengersUseBy.Vote => new PlannedStage("sample", $"of the best {_options.Use.Top} of its models all at once; what is left is cancelled when the vote is certain", [.. calls]),
            AvengersUseBy.ModelSwitch => new PlannedStage("sample", $"of the best of its models; while one disagrees with itself of the next, {_options.Use.Top} at most; expected: all of them", [.. calls]),
            _ => new PlannedStage(AnswerRole, "of the best of its models, as it comes; the next one where that fails", [.. calls]),
        };
        return new PolicyPlan(_options.IsLexical ? [answer] : [new PlannedStage("embed", "the task's vector", [new PlannedCalls(_options.Embedder, 1, 1, 1) { Needs = ModelNeed.Embedding("embedder"), MaxOutputTokens = 0 }]), answer]);
    }

    /// <summary>The task's vector; null, with a note, where there is none, and all groups together decide.</summary>
    private async Task<double[]?> VectorOfAsync(PolicyRun run, CancellationToken cancellationToken)
    {
        var task = TaskText.Task(run.Prompt);
        string reason;
        if (string.IsNullOrWhiteSpace(task)) reason = "the last user message has no text";
        else if (_profile is null) reason = "nothing was learned yet";
        else if (_profile.Lexical is { } lexical)
        {
            if (lexical.Embed(task) is { } vector) return vector;
            reason = "no word of the task tells anything";
        }
        else if (run.Budget.Limits.Calls == 1) reason = "the budget's one call is kept for the answer";
        else
        {
            var embedding = await run.EmbedAsync(_options.Embedder, task, cancellationToken);
            var vector = embedding.Vector?.Select(static number => (double)number).ToArray();
            if (vector?.Length == _profile.Dimensions && Vectors.TryNormalize(vector)) return vector;
            reason = embedding.Fault is { } fault ? $"{_options.Embedder}: {fault.Message}"
                : vector!.Length != _profile.Dimensions ? $"{_options.Embedder} gave a vector of {vector.Length} numbers, and {_profile.Dimensions} were learned from; fit the policy again"
                : $"{_options.Embedder} gave a vector without a direction";
        }

        run.Note(new Decided("fallback", $"{reason}; models are ranked by all tasks together"));
        return null;
    }

    /// <summary>The winner among the best models, of equally frequent answers that of the best one; null where all of them failed.</summary>
    private async Task<(Candidate? Winner, IReadOnlyList<Candidate> Failed)> VoteAsync(PolicyRun run, Prompt prompt, IReadOnlyList<RankedModel> ranking, CancellationToken cancellationToken)
    {
        var voters = ranking.Take(_options.Use.Top).ToArray();
        try
        {
            if (_options.Use.By == AvengersUseBy.ModelSwitch) return (await _options.Use.Switch([.. voters.Select(static voter => voter.Model)], _options.Answer).SelectAsync(run, prompt, cancellationToken), []);
            ModelCall[] calls = [.. voters.SelectMany(voter => SampleCalls.Of(voter.Model, prompt, _options.Use.Samples))];
            return (await new MajoritySelector(_options.Answer, VoteWeights.Equal).SelectAsync(run, calls, cancellationToken), []);
        }
        catch (NoCandidateException none) when (voters.Length < ranking.Count)
        {
            run.Note(new Decided("fallback", $"none of {string.Join(", ", voters.Select(static voter => voter.Model))} gave an answer; {ranking[voters.Length].Model} is asked"));
            return (null, none.Failed);
        }
    }

    /// <summary>The share of the learned tasks that a model would be asked.</summary>
    private double ShareOf(string model)
    {
        if (_profile is not { Groups.Count: > 0 }) return (double)_options.Use.Top / _options.Models.Count;
        var asked = Enumerable.Range(0, _profile.Groups.Count).Where(group => _router.RouteOf(group).Ranking.Take(_options.Use.Top).Any(ranked => ranked.Model == model));
        return (double)asked.Sum(group => _profile.Groups[group].Items) / Math.Max(1, _profile.Groups.Sum(static group => group.Items));
    }
}
