using System.Runtime.CompilerServices;

namespace Gateway.Llama.Jinja.Running;

/// <summary>
/// What one rendering may use. Templates come out of model files, so a hostile one must fail here before it costs time, memory or the stack.
/// One unit is one evaluated expression, one element of a list, or the characters below.
/// </summary>
internal sealed class Meter
{
    private const long LeastLimit = 5_000_000;
    private const long MostLimit = 40_000_000;
    private const long LimitPerInput = 400;
    private const long MostCharacters = 128_000_000;
    private const int MaxDepth = 1000;
    private const int CharactersReadPerUnit = 64;
    private const int CharactersMadePerUnit = 16;
    private long _limit = LeastLimit;
    private long _work;
    private long _characters;
    private int _depth;

    /// <summary>Allows more for a large input, as far as it was charged by now: some templates go through all messages again for each.</summary>
    public void AllowForInput() => _limit = Math.Min(LeastLimit + _work * LimitPerInput, MostLimit);

    /// <exception cref="JinjaException">The work is used up.</exception>
    public void Spend(long work)
    {
        // Asked for before the work is done; no sum can overflow, as what is beyond the limit is not added.
        if (work > _limit - _work) throw Exceeded();
        _work += work;
    }

    /// <summary>Charges for going through a text.</summary>
    /// <exception cref="JinjaException">The work is used up.</exception>
    public void Read(string text) => Spend(1 + text.Length / CharactersReadPerUnit);

    /// <summary>Charges for a text that is about to be made.</summary>
    /// <exception cref="JinjaException">The work is used up.</exception>
    public void Make(long characters)
    {
        if (characters > MostCharacters - _characters) throw Exceeded();
        _characters += characters;
        Spend(1 + characters / CharactersMadePerUnit);
    }

    /// <summary>One step deeper into an expression, a statement or a value.</summary>
    /// <exception cref="JinjaException">The nesting is too deep.</exception>
    public void Enter()
    {
        Spend(1);
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new JinjaException("the nesting is too deep: an expression, a value or the calls of macros");
    }

    public void Leave() => _depth--;

    private static JinjaException Exceeded() => new("the template needs more work than one rendering may cost; it loops too often, or builds too long a text or list");
}
