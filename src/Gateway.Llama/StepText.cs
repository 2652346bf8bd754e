using System.Buffers;
using System.Text;
using Gateway.Llama.Scheduling;
using Gateway.Llama.Templates;

namespace Gateway.Llama;

/// <summary>The tokens of one step and the text that they make.</summary>
/// <param name="cut">The first bytes of a character that the step before ended in.</param>
/// <param name="stops">Texts that end the step.</param>
internal sealed class StepText(byte[] cut, IReadOnlyList<string> stops)
{
    private readonly List<byte> _bytes = [.. cut];
    private readonly byte[][] _stops = [.. stops.Where(static stop => stop.Length > 0).Select(Encoding.UTF8.GetBytes)];

    public List<int> Tokens { get; } = [];

    public List<TokenLogprob> Logprobs { get; } = [];

    /// <summary>A stop text is in the step.</summary>
    public bool Stopped { get; private set; }

    public void Add(GeneratedToken drawn, Vocabulary vocabulary)
    {
        var before = _bytes.Count;
        Tokens.Add(drawn.Token);
        Logprobs.Add(new TokenLogprob(vocabulary.NameOf(drawn.Token), drawn.Probabilities!.Logprob));
        _bytes.AddRange(vocabulary.TextOf(drawn.Token));
        var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes);
        foreach (var stop in _stops) Stopped |= all[Math.Max(0, before - stop.Length + 1)..].IndexOf(stop) >= 0;
    }

    /// <summary>The text without a character that is cut at the end, whose bytes are for the next step; with it, as U+FFFD, where none follows.</summary>
    public string Take(bool flush, out byte[] cut)
    {
        var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes);
        var open = Rune.DecodeLastFromUtf8(all, out _, out var length) == OperationStatus.NeedMoreData && all.Length > 0 && !flush ? length : 0;
        cut = all[^open..].ToArray();
        return Encoding.UTF8.GetString(all[..^open]);
    }
}
