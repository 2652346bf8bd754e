using System.Text;
using Gateway.Llama.Sampling;
using Gateway.Llama.Scheduling;
using Microsoft.Extensions.AI;

namespace Gateway.Llama;

/// <summary>A local model that continues texts. Parallel continuations are generated together and share what their texts have in common.</summary>
/// <param name="model">The loaded model.</param>
public sealed class LlamaTextCompleter(LlamaModel model) : ITextCompleter
{
    public ITextCompletion Start(ModelText text, ChatOptions options, bool scoreText)
    {
        ChatRequest.Check(options, model.Vocabulary.Count, leastOutput: 0);
        if (options.ResponseFormat is ChatResponseFormatJson) throw ChatRequest.Refused("A text's continuation follows no schema.", "response_format");
        var wanted = options.MaxOutputTokens;
        var tokens = LlamaText.Tokens(model, text, most: model.ContextTokens - (wanted == 0 ? 0 : 1), parameter: "prompt");
        var limit = Math.Min(model.ContextTokens - tokens.Length, wanted ?? int.MaxValue);
        var request = new GenerationRequest(tokens, SamplerSettings.Of(options), limit) { Share = CallProgress.Of(options)?.Share, ScoresPrompt = scoreText };
        var begun = text.Text is not null && model.Vocabulary.BeginOfText is not null ? 1 : 0;
        model.Submit(request);
        return new LlamaTextCompletion(new LlamaAnswer(request, model.Vocabulary, options, tools: null), request, model.Vocabulary, text.Text ?? Spelt(tokens), tokens, begun);
    }

    private string Spelt(int[] tokens)
    {
        var bytes = new List<byte>();
        foreach (var token in tokens) bytes.AddRange(model.Vocabulary.TextOf(token));
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
