using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>The model that writes an answer out of drafts. It gets the request's messages, tools, response format and stop strings, and decodes greedily.</summary>
/// <param name="model">Who fuses.</param>
/// <param name="system">The system message.</param>
/// <param name="user">The user message.</param>
/// <param name="maxTokens">The policy's limit of the answer; null where it sets none.</param>
internal sealed class Fuser(string model, PromptTemplate system, PromptTemplate user, int? maxTokens)
{
    private readonly Sampling _sampling = new() { Temperature = 0, MaxTokens = maxTokens };
    private readonly bool _tellsTask = system.Uses("task") + user.Uses("task") > 0;
    private readonly int _tellsDrafts = system.Uses("drafts") + user.Uses("drafts");

    /// <summary>The call that fuses drafts; null where the fuser's context has no room for any of them.</summary>
    /// <param name="run">The run; gives the order in which the drafts are shown, and takes the reason.</param>
    /// <param name="drafts">Drafts that differ.</param>
    /// <param name="counts">What became of the samples, for the record.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    public async Task<ModelCall?> CallAsync(PolicyRun run, IReadOnlyList<Candidate> drafts, string counts, CancellationToken cancellationToken)
    {
        string[] texts = [.. drafts.Select(TaskText.Answer)];

        // Fusers prefer a place: the order of the calls would always put the same model first.
        run.Random.Shuffle(texts);
        var options = _sampling.ForOneChoice(run.Prompt).Options;
        var cut = 0;
        if (run.Card(model)?.ContextTokens is > 0 and var context)
        {
            var bare = await PromptAsync(run, options, [.. texts.Select(static _ => "")], cancellationToken);
            var room = Room(context, bare, texts.Length);
            if (room < 1)
            {
                run.Note(new Decided("fuse", $"{texts.Length} distinct drafts do not fit {model}'s context of {context} tokens; {counts}"));
                return null;
            }

            cut = texts.Count(text => DraftText.Cut(text, room).Length < text.Length);
            texts = [.. texts.Select(text => DraftText.Cut(text, room))];
        }

        run.Note(new Decided("fuse", $"{model} is given {texts.Length} distinct drafts, {cut} of them cut to its context; {counts}"));
        return new ModelCall(model, await PromptAsync(run, options, texts, cancellationToken)) { Role = "fuse" };
    }

    /// <summary>Tokens for each draft: what the rest of the prompt and the answer leave, in equal parts. An answer without a limit is left a quarter of the context.</summary>
    private long Room(int context, Prompt bare, int drafts) =>
        (context - bare.EstimateInputTokens() - (bare.Options.MaxOutputTokens ?? context / 4)) / (drafts * _tellsDrafts);

    private async Task<Prompt> PromptAsync(PolicyRun run, ChatOptions options, IReadOnlyList<string> drafts, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["task"] = TaskText.Task(run.Prompt),
            ["conversation"] = TaskText.Conversation(run.Prompt),
            ["drafts"] = DraftText.Number(drafts),
        };
        var instructions = await system.RenderAsync(values, cancellationToken);
        var question = await user.RenderAsync(values, cancellationToken);
        return new Prompt(FusionMessages.Around(run.Prompt.Messages, instructions, question, _tellsTask), options);
    }
}
