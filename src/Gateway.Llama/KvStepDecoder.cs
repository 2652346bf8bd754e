using Gateway.Llama.Tools;
using Microsoft.Extensions.AI;

namespace Gateway.Llama;

/// <summary>
/// Steps of a local model. A fork copies no cell: what two sequences have in common is found in the cache when they advance, and shared there.
/// </summary>
/// <param name="model">The loaded model; one that can fork.</param>
public sealed class KvStepDecoder(LlamaModel model) : IStepDecoder
{
    public Task<IStepSequence> OpenAsync(Prompt prompt, string beginning, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ChatRequest.Check(prompt.Options, model.Vocabulary.Count);
        if (prompt.Options?.ResponseFormat is ChatResponseFormatJson) throw ChatRequest.Refused("The steps of an answer follow no JSON schema; ask for the whole answer.", "response_format");
        if (ToolUse.Of(prompt.Options, model.Template.ToolForm) is not null) throw ChatRequest.Refused("The steps of an answer call no tools; ask for the whole answer.", "tools");
        var tokens = LlamaPrompt.Tokens(model, ChatRequest.Turns(prompt.Messages, prompt.Options), beginning: beginning);
        return Task.FromResult<IStepSequence>(new KvStepSequence(model, tokens, new PromptBill(tokens.Length), CallProgress.Of(prompt.Options)?.Share));
    }
}
