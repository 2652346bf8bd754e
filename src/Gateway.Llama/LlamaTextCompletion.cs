using System.Runtime.CompilerServices;
using Gateway.Llama.Scheduling;
using Gateway.Llama.Templates;
using Microsoft.Extensions.AI;

namespace Gateway.Llama;

/// <summary>One continuation of a local model.</summary>
/// <param name="answer">What is generated.</param>
/// <param name="request">Where the text's scores are.</param>
/// <param name="vocabulary">The model's tokens.</param>
/// <param name="text">The text as characters.</param>
/// <param name="tokens">The text as tokens.</param>
/// <param name="begun">How many of them the model puts before every text: they are no part of it.</param>
internal sealed class LlamaTextCompletion(LlamaAnswer answer, GenerationRequest request, Vocabulary vocabulary, string text, int[] tokens, int begun) : ITextCompletion
{
    public string Text => text;

    public IReadOnlyList<TokenLogprob> TextLogprobs { get; private set; } = [];

    public ChatFinishReason FinishReason => answer.FinishReason;

    public UsageDetails Usage => answer.Usage;

    public async IAsyncEnumerable<TextPiece> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scored = false;
        await foreach (var delta in answer.ReadAsync(cancellationToken))
        {
            if (!scored) TextLogprobs = Scores();
            scored = true;
            yield return new TextPiece(delta.Text, delta.Logprobs);
        }

        // Nothing was generated, or nothing that can be seen.
        if (scored) yield break;
        TextLogprobs = Scores();
        yield return new TextPiece("", null);
    }

    private List<TokenLogprob> Scores()
    {
        if (request.PromptScores is not { } scores) return [];
        var told = new List<TokenLogprob>(tokens.Length);
        for (var i = begun; i < tokens.Length; i++)
        {
            var score = scores[i];
            told.Add(new TokenLogprob(vocabulary.NameOf(tokens[i]), score?.Logprob ?? double.NaN)
            {
                Top = [.. (score?.Top ?? []).Select(top => new TokenLogprob(vocabulary.NameOf(top.Token), top.Logprob))],
            });
        }

        return told;
    }
}
