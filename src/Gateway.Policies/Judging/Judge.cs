using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>A model that gives an opinion on candidates. It sees the task and the candidates as text; tools, response format and stop strings of the request are not for it.</summary>
/// <param name="model">Who judges.</param>
/// <param name="system">The system message.</param>
/// <param name="user">The user message.</param>
/// <param name="maxTokens">The longest judgement.</param>
internal sealed class Judge(string model, PromptTemplate system, PromptTemplate user, int maxTokens)
{
    /// <summary>A call for an opinion.</summary>
    /// <param name="run">The run whose task is judged.</param>
    /// <param name="index">Which of the run's judgements this is: part of the call's seed.</param>
    /// <param name="answers">The template's variables beside task and conversation.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    public async Task<ModelCall> CallAsync(PolicyRun run, int index, IReadOnlyDictionary<string, string> answers, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(answers, StringComparer.Ordinal)
        {
            ["task"] = TaskText.Task(run.Prompt),
            ["conversation"] = TaskText.Conversation(run.Prompt),
        };
        ChatMessage[] messages =
        [
            new(ChatRole.System, await system.RenderAsync(values, cancellationToken)),
            new(ChatRole.User, await user.RenderAsync(values, cancellationToken)),
        ];
        return new ModelCall(model, new Prompt(messages, new ChatOptions { Temperature = 0, MaxOutputTokens = maxTokens })) { Role = "judge", SampleIndex = index };
    }
}
