using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Evals.Suites.Generators;

/// <summary>Makes a generator's drafts into items: numbered, without doubles, each from its own stream of random numbers.</summary>
internal static class ItemSeries
{
    // Enough to find the last of some hundred questions by chance: (1 - 1/136)^10000 is e^-74.
    private const int MostAttempts = 10_000;

    /// <param name="kind">What ids begin with.</param>
    /// <param name="seed">Of the series.</param>
    /// <param name="count">How many items.</param>
    /// <param name="difficulty">1 to 10.</param>
    /// <param name="draft">Draws one question; may draw one that was there before.</param>
    public static IEnumerable<SuiteItem> Of(string kind, int seed, int count, int difficulty, Func<Random, ItemDraft> draft)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(difficulty, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(difficulty, 10);
        return Items();

        IEnumerable<SuiteItem> Items()
        {
            var keys = new HashSet<string>(StringComparer.Ordinal);
            for (var index = 0; index < count; index++)
            {
                var id = $"{kind}-s{seed}-d{difficulty}-{index:D4}";
                yield return Item(id, Fresh(id, keys, draft) ?? throw new ArgumentOutOfRangeException(
                    nameof(count), count, $"The kind {kind} has about {index} different questions at difficulty {difficulty}: ask for at most that many, or for another difficulty."));
            }
        }
    }

    private static ItemDraft? Fresh(string id, HashSet<string> keys, Func<Random, ItemDraft> draft)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var drawn = draft(new Random(Hash($"{id} {attempt}")));
            if (keys.Add(drawn.Key)) return drawn;
        }

        return null;
    }

    private static SuiteItem Item(string id, ItemDraft draft)
    {
        var question = $"{draft.Task}\n\nEnd your reply with one line of this form:\nAnswer: <{draft.AnswerForm}>";
        return new SuiteItem(id, draft.Category, (Hash(id) & 1) == 0 ? "fit" : "test", draft.Gold, new Dictionary<string, string>(draft.Variables ?? new Dictionary<string, string>()) { ["question"] = question });
    }

    // Of .NET's own, string hashes differ from process to process, and Random's streams of near seeds resemble each other.
    private static int Hash(string text) => BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
