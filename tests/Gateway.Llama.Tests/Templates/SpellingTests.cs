using System.Text;
using Gateway.Llama.Templates;

namespace Gateway.Llama.Tests.Templates;

public sealed class SpellingTests
{
    [Fact]
    public void CanSpell_CharacterThatIsAToken_IsTrue() => Assert.True(new Spelling(["é"]).CanSpell(new Rune('é')));

    [Fact]
    public void CanSpell_CharacterWithoutTokenOrBytes_IsFalse() => Assert.False(new Spelling(["é"]).CanSpell(new Rune('è')));

    [Fact]
    public void CanSpell_CharacterWhoseBytesAreTokens_IsTrue() => Assert.True(new Spelling(["<0xC3>", "<0xA9>"]).CanSpell(new Rune('é')));

    [Fact]
    public void CanSpell_CharacterWithOneByteMissing_IsFalse() => Assert.False(new Spelling(["<0xC3>"]).CanSpell(new Rune('é')));

    [Fact]
    public void CanSpell_Blank_IsSpeltAsSentencePieceWritesIt()
    {
        Assert.True(new Spelling(["\u2581"]).CanSpell(new Rune(' ')));
        Assert.False(new Spelling([" "]).CanSpell(new Rune(' ')));
    }

    [Fact]
    public void CanSpell_ZeroCharacterWithoutItsByte_IsFalse() => Assert.False(new Spelling([""]).CanSpell(new Rune('\0')));
}
