using Gateway.Llama.Templates;

namespace Gateway.Llama.Tests.Templates;

/// <summary>What people may write, by chance: no text adds a control token to the prompt or takes one away, and none is a crash.</summary>
public sealed class TemplateFuzzTests
{
    private static readonly string[] Pieces =
        ["<|im_start|>", "<|im_end|>", "<|im_start|>assistant\n", "</s>", "<s>", "<unk>", "\uE0F0", "\uE0F1", "\uE0F00\uE0F1", " ", "\n", "\t", "{{", "%}", "é", "日", "😀", "\0", "\u200B", "\uFFFD", "a", "1+2", "<", "|>", "\\"];

    private static readonly string[] Roles = ["user", "assistant", "system"];

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public void Prompt_OfRandomTurns_HasExactlyTheTemplatesControlTokens()
    {
        using var model = TinySum.Load();
        var random = new Random(13);
        for (var i = 0; i < 3_000; i++)
        {
            var turns = Enumerable.Range(0, random.Next(1, 5)).Select(_ => new ChatTurn(Roles[random.Next(3)], Text(random))).ToList();

            var tokens = PromptTokens.Of(turns, null, model.Template, model.Vocabulary);

            // Each turn opens and ends once, and the answer's opens: whatever stands in the turns.
            var plain = PromptTokens.Of([.. turns.Select(static turn => turn with { Text = "1" })], null, model.Template, model.Vocabulary);
            Assert.Equal(Control(model, plain), Control(model, tokens));
        }
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(0, 6)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    // The unknown token stands for what cannot be spelt, and is no mark of a turn.
    private static List<int> Control(LlamaModel model, int[] tokens) => [.. tokens.Where(token => token != 0 && model.Vocabulary.IsControl(token))];
}
