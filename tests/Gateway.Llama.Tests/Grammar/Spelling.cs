using System.Text;
using Gateway.Llama.Grammar;

namespace Gateway.Llama.Tests.Grammar;

/// <summary>Asks a grammar about a whole text, byte by byte.</summary>
internal static class Spelling
{
    public static bool IsSentence(string gbnf, string text)
    {
        using var grammar = TokenGrammar.Parse(GrammarVocabulary.Vocabulary, gbnf, "response_format");
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            var token = VocabularyFile.ByteToken(value);
            if (!grammar.Allows(token)) return false;
            grammar.Accept(token);
        }

        return grammar.Allows(VocabularyFile.End);
    }
}
