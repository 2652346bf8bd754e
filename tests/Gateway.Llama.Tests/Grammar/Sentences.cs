using System.Text;
using Gateway.Llama.Grammar;

namespace Gateway.Llama.Tests.Grammar;

/// <summary>Draws random sentences of a grammar as a model without any sense would: each token that is allowed is as likely as another.</summary>
internal static class Sentences
{
    private const int Ranging = 60;
    private const int Longest = 4000;

    // What a sentence is ended with once it has ranged far enough, in the order of preference: a quote first, as a bracket in a string ends nothing.
    private const string Closing = "\"}]0123456789 ,:tnf{[-.";

    /// <summary>One sentence, or null where it did not end.</summary>
    public static string? Draw(string gbnf, int seed, CancellationToken cancellationToken)
    {
        var vocabulary = GrammarVocabulary.Vocabulary;
        var random = new Random(seed);
        var ranging = random.Next(Ranging);
        using var grammar = TokenGrammar.Parse(vocabulary, gbnf, "response_format");
        var logits = new float[vocabulary.Count];
        var bytes = new List<byte>();
        for (var step = 0; step < Longest && !cancellationToken.IsCancellationRequested; step++)
        {
            Array.Clear(logits);
            grammar.Mask(logits);
            int[] allowed = [.. Enumerable.Range(0, logits.Length).Where(token => logits[token] == 0)];
            if (allowed.Length == 0) throw new InvalidOperationException($"nothing can follow '{Encoding.UTF8.GetString([.. bytes])}'");
            var token = step < ranging ? allowed[random.Next(allowed.Length)] : Close(allowed);
            if (vocabulary.EndsAnswer(token)) return Encoding.UTF8.GetString([.. bytes]);
            grammar.Accept(token);
            bytes.AddRange(vocabulary.TextOf(token));
        }

        return null;
    }

    private static int Close(int[] allowed)
    {
        if (allowed.Contains(VocabularyFile.End)) return VocabularyFile.End;
        foreach (var character in Closing)
        {
            if (allowed.Contains(GrammarVocabulary.Of(character))) return GrammarVocabulary.Of(character);
        }

        return allowed[0];
    }
}
