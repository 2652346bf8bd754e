using Gateway.Llama.Grammar;

namespace Gateway.Llama.Tests.Grammar;

public sealed class TokenGrammarTests
{
    private const string Text = "root ::= \"\\\"\" [\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E\\u00A0-\\uD7FF\\uE000-\\uFFFF]* \"\\\"\"\n";

    public static bool NoLibrary => GrammarVocabulary.IsMissing;

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Mask_Start_LeavesOnlyWhatTheGrammarBeginsWith()
    {
        using var grammar = Parse("root ::= \"true\" | \"t\" [0-9]\n");

        Assert.Equal(Tokens("t", "true", "<0x74>"), Allowed(grammar));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Mask_GrammarThatMayGoOn_AllowsTheEndOnlyWhereItIsComplete()
    {
        using var grammar = Parse("root ::= \"a\"+\n");

        Assert.False(grammar.Allows(VocabularyFile.End));
        grammar.Accept(GrammarVocabulary.Of('a'));
        Assert.True(grammar.Allows(VocabularyFile.End));
        Assert.True(grammar.Allows(GrammarVocabulary.Of("aa")));
        grammar.Accept(VocabularyFile.End);
        Assert.True(grammar.Allows(VocabularyFile.End));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Mask_LogitsThatAreOut_StayOut()
    {
        using var grammar = Parse("root ::= [ab]\n");
        var logits = new float[GrammarVocabulary.Vocabulary.Count];
        logits[GrammarVocabulary.Of('a')] = float.NegativeInfinity;
        logits[GrammarVocabulary.Of('b')] = 2.5f;

        grammar.Mask(logits);

        Assert.Equal(2.5f, logits[GrammarVocabulary.Of('b')]);
        Assert.True(float.IsNegativeInfinity(logits[GrammarVocabulary.Of('a')]));
        Assert.True(float.IsNegativeInfinity(logits[GrammarVocabulary.Of('c')]));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Mask_EveryToken_AgreesWithAllows()
    {
        using var grammar = Parse(JsonSchemaGrammar.AnyObject);
        foreach (var character in "{\"a\": 1")
        {
            var allowed = Allowed(grammar);
            Assert.Equal(allowed, Enumerable.Range(0, GrammarVocabulary.Vocabulary.Count).Where(grammar.Allows));
            grammar.Accept(GrammarVocabulary.Of(character));
        }
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Allows_ControlTokenInText_IsFalse()
    {
        using var grammar = Parse(Text);
        grammar.Accept(GrammarVocabulary.Of('"'));

        Assert.False(grammar.Allows(VocabularyFile.OtherControl));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Allows_TokensWithZeroOrControlCharacters_IsFalse()
    {
        using var grammar = Parse(Text);
        grammar.Accept(GrammarVocabulary.Of('"'));

        Assert.False(grammar.Allows(GrammarVocabulary.Of("\n")));
        Assert.False(grammar.Allows(VocabularyFile.ByteToken(0)));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Accept_CharacterInBytes_MustBeFinishedRightly()
    {
        using var grammar = Parse(Text);
        grammar.Accept(GrammarVocabulary.Of('"'));

        Assert.False(grammar.Allows(VocabularyFile.ByteToken(0x82)));
        Assert.False(grammar.Allows(VocabularyFile.ByteToken(0xC1)));
        Assert.False(grammar.Allows(VocabularyFile.ByteToken(0xF8)));
        grammar.Accept(VocabularyFile.ByteToken(0xE0));

        // Overlong: libllama alone would let it pass.
        Assert.False(grammar.Allows(VocabularyFile.ByteToken(0x82)));
        Assert.False(grammar.Allows(GrammarVocabulary.Of('a')));
        Assert.False(grammar.Allows(GrammarVocabulary.Of('"')));
        grammar.Accept(VocabularyFile.ByteToken(0xA4));
        grammar.Accept(VocabularyFile.ByteToken(0x85));
        Assert.True(grammar.Allows(GrammarVocabulary.Of('"')));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Accept_TokenThatIsNotAllowed_ThrowsAndTheProcessLives()
    {
        using var grammar = Parse("root ::= \"{}\"\n");

        for (var token = 0; token < GrammarVocabulary.Vocabulary.Count; token++)
        {
            if (!grammar.Allows(token)) Assert.Throws<InvalidOperationException>(() => grammar.Accept(token));
        }

        grammar.Accept(GrammarVocabulary.Of('{'));
        grammar.Accept(GrammarVocabulary.Of('}'));
        Assert.Equal([VocabularyFile.End], Allowed(grammar));
        Assert.Throws<InvalidOperationException>(() => grammar.Accept(GrammarVocabulary.Of('}')));
    }

    [Theory(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Accept_NumberThatIsNoToken_Throws(int token)
    {
        using var grammar = Parse("root ::= \"a\"\n");

        Assert.Throws<ArgumentOutOfRangeException>(() => grammar.Accept(token));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Fork_AcceptsOfEither_DoNotReachTheOther()
    {
        using var grammar = Parse("root ::= \"a\" (\"b\" \"x\" | \"c\" \"y\")\n");
        grammar.Accept(GrammarVocabulary.Of('a'));
        using var fork = grammar.Fork();

        fork.Accept(GrammarVocabulary.Of('b'));
        Assert.Equal(Tokens("b", "c", "<0x62>", "<0x63>"), Allowed(grammar));
        grammar.Accept(GrammarVocabulary.Of('c'));

        Assert.Equal(Tokens("x", "<0x78>"), Allowed(fork));
        Assert.Equal(Tokens("y", "<0x79>"), Allowed(grammar));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Fork_InTheMiddleOfACharacter_KeepsItsBytesAndOutlivesTheOriginal()
    {
        var grammar = Parse(Text);
        grammar.Accept(GrammarVocabulary.Of('"'));
        grammar.Accept(VocabularyFile.ByteToken(0xC3));
        using var fork = grammar.Fork();
        grammar.Dispose();

        Assert.False(fork.Allows(GrammarVocabulary.Of('"')));
        fork.Accept(VocabularyFile.ByteToken(0xA9));
        Assert.True(fork.Allows(GrammarVocabulary.Of('"')));
    }

    private static TokenGrammar Parse(string gbnf) => TokenGrammar.Parse(GrammarVocabulary.Vocabulary, gbnf, "response_format");

    private static int[] Tokens(params string[] texts) => [.. texts.Select(text => GrammarVocabulary.Of(text)).Order()];

    private static int[] Allowed(TokenGrammar grammar)
    {
        var logits = new float[GrammarVocabulary.Vocabulary.Count];
        grammar.Mask(logits);
        return [.. Enumerable.Range(0, logits.Length).Where(token => !float.IsNegativeInfinity(logits[token]))];
    }
}
