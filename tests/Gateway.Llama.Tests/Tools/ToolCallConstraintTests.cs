using Gateway.Llama.Grammar;
using Gateway.Llama.Templates;
using Gateway.Llama.Tests.Grammar;
using Gateway.Llama.Tools;

namespace Gateway.Llama.Tests.Tools;

public sealed class ToolCallConstraintTests
{
    public static bool NoLibrary => GrammarVocabulary.IsMissing;

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Text_WithoutACall_IsFreeAndMayEnd()
    {
        using var constraint = Hermes(textBefore: true);

        Write(constraint, "so <tool> is {");

        Assert.True(constraint.Allows(VocabularyFile.End));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Call_AfterText_FollowsItsGrammarToTheEnd()
    {
        using var constraint = Hermes(textBefore: true);

        Write(constraint, "so <tool_call>\n");
        Assert.False(constraint.Allows(GrammarVocabulary.Of('x')));
        Write(constraint, "[1]");

        Assert.False(constraint.Allows(VocabularyFile.End));
        Write(constraint, "\n</tool_call>");
        Assert.True(constraint.Allows(VocabularyFile.End));
        Assert.False(constraint.Allows(GrammarVocabulary.Of('a')));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void TokenThatRunsOverTheOpening_IsNotAllowed()
    {
        var file = new VocabularyFile().Add("l>x", "l>");
        var vocabulary = GrammarVocabulary.Load(file);
        using var constraint = new ToolCallConstraint(vocabulary, ToolCallForm.Hermes, Calls(vocabulary), textBefore: true);

        foreach (var character in "a<tool_cal") constraint.Accept(file.Token(character.ToString()));

        Assert.False(constraint.Allows(file.Token("l>x")));
        Assert.True(constraint.Allows(file.Token("l>")));
        Assert.True(constraint.Allows(file.Token("l")));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void NoTextBefore_OnlyTheOpeningMayCome()
    {
        using var constraint = Hermes(textBefore: false);

        Assert.Equal("<", Allowed(constraint));
        Write(constraint, "<tool_call");
        Assert.Equal(">", Allowed(constraint));
        Assert.False(constraint.Allows(VocabularyFile.End));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void ControlTokenAsOpening_OpensTheCalls()
    {
        var form = new ToolCallForm("<|other|>", "arguments", ToolCallForm.Mistral.Frame);
        using var constraint = new ToolCallConstraint(GrammarVocabulary.Vocabulary, form, Calls(GrammarVocabulary.Vocabulary), textBefore: true);

        constraint.Accept(VocabularyFile.OtherControl);

        Assert.Equal("\n", Allowed(constraint));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Json_AtTheBeginning_IsACall_LaterItIsText()
    {
        using var call = Llama();
        Write(call, " ");
        Assert.True(call.Allows(GrammarVocabulary.Of('{')));
        Write(call, "{");
        Assert.Equal("1", Allowed(call));

        using var text = Llama();
        Write(text, "a{ 7");
        Assert.True(text.Allows(VocabularyFile.End));
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Either_FollowsWhatIsLeft()
    {
        using var either = new EitherConstraint(TokenGrammar.Parse(GrammarVocabulary.Vocabulary, "root ::= \"<b>\" | \"7\"\n", "response_format"), Hermes(textBefore: false));

        Assert.Equal("7<", string.Concat(Allowed(either).Order()));
        Write(either, "<");
        Assert.Equal("bt", string.Concat(Allowed(either).Order()));
        Write(either, "b");

        Assert.Equal(">", Allowed(either));
        Assert.Throws<InvalidOperationException>(() => either.Accept(GrammarVocabulary.Of('t')));
    }

    private static ToolCallConstraint Hermes(bool textBefore) =>
        new(GrammarVocabulary.Vocabulary, ToolCallForm.Hermes, Calls(GrammarVocabulary.Vocabulary), textBefore);

    private static ToolCallConstraint Llama() =>
        new(GrammarVocabulary.Vocabulary, ToolCallForm.Llama, TokenGrammar.Parse(GrammarVocabulary.Vocabulary, "root ::= \"{1}\"\n", "tools"), textBefore: true);

    private static TokenGrammar Calls(Vocabulary vocabulary) => TokenGrammar.Parse(vocabulary, "root ::= \"\\n\" \"[1]\" \"\\n</tool_call>\"\n", "tools");

    private static void Write(ITokenConstraint constraint, string text)
    {
        foreach (var character in text) constraint.Accept(character == '\n' ? GrammarVocabulary.Of("\n") : GrammarVocabulary.Of(character));
    }

    /// <summary>The single characters that may come next.</summary>
    private static string Allowed(ITokenConstraint constraint)
    {
        var logits = new float[GrammarVocabulary.Vocabulary.Count];
        constraint.Mask(logits);
        return string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(static code => (char)code).Append('\n').Where(character => logits[GrammarVocabulary.Of(character.ToString())] == 0));
    }
}
