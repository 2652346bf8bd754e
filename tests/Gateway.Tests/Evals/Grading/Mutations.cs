using System.Text;

namespace Gateway.Tests.Evals.Grading;

/// <summary>Spoiled copies of answers, the same ones in every run.</summary>
internal static class Mutations
{
    private const string Signs = "()[]{}\\$%,.;:|^_!'\"+-*/=<> \n0159axe\u2212\u00D7\u221E\uD83D\0";

    public static IEnumerable<string> Of(IReadOnlyList<string> seeds, int count)
    {
        var random = new Random(20240611);
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder(seeds[random.Next(seeds.Count)]);
            for (var changes = random.Next(1, 6); changes > 0; changes--) Spoil(text, seeds, random);
            yield return text.ToString();
        }
    }

    private static void Spoil(StringBuilder text, IReadOnlyList<string> seeds, Random random)
    {
        var at = random.Next(text.Length + 1);
        switch (random.Next(4))
        {
            case 0:
                text.Insert(at, Signs[random.Next(Signs.Length)]);
                break;
            case 1:
                if (at < text.Length) text.Remove(at, random.Next(1, text.Length - at + 1));
                break;
            case 2:
                if (at < text.Length) text[at] = Signs[random.Next(Signs.Length)];
                break;
            default:
                text.Insert(at, seeds[random.Next(seeds.Count)]);
                break;
        }
    }
}
