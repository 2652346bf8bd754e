namespace Gateway.Policies;

/// <summary>What of a request and its first samples tells how hard it is.</summary>
internal static class Difficulty
{
    /// <summary>The names of the features, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["prompt_length", "prompt_numbers", "leader_share", "answered_share", "distinct_share", "answer_length"];

    /// <summary>The features of a request after its first round.</summary>
    /// <param name="prompt">The request.</param>
    /// <param name="samples">The samples of the first round that came, with what they vote for.</param>
    /// <param name="drawn">Samples of the first round, failed ones too.</param>
    public static double[] Of(Prompt prompt, IReadOnlyCollection<(string Text, AnswerKey? Key)> samples, int drawn)
    {
        var task = TaskText.Task(prompt);
        var votes = samples.Where(static sample => sample.Key is not null).GroupBy(static sample => sample.Key).Select(static group => group.Count()).ToArray();
        return
        [
            Math.Log(1 + task.Length),
            Math.Log(1 + Numbers(task)),
            (double)votes.DefaultIfEmpty().Max() / drawn,
            (double)votes.Sum() / drawn,
            (double)votes.Length / drawn,
            Math.Log(1 + samples.Select(static sample => (double)sample.Text.Length).DefaultIfEmpty().Average()),
        ];
    }

    private static int Numbers(string text)
    {
        var numbers = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) && (i == 0 || !char.IsAsciiDigit(text[i - 1]))) numbers++;
        }

        return numbers;
    }
}
