using System.Text;

namespace Gateway.Llama.Tests;

public sealed class AnswerTextTests
{
    [Fact]
    public void Append_CharacterCutInTwo_WaitsForItsRest()
    {
        var text = new AnswerText([]);
        var euro = "€"u8.ToArray();

        Assert.Equal("a", text.Append([(byte)'a', .. euro[..1]]));
        Assert.Equal("", text.Append(euro.AsSpan(1, 1)));
        Assert.Equal("€b", text.Append([.. euro[2..], (byte)'b']));
    }

    [Fact]
    public void Finish_CharacterWithoutItsRest_GivesTheReplacementCharacter()
    {
        var text = new AnswerText([]);
        text.Append("€"u8[..2]);

        Assert.Equal("\uFFFD", text.Finish());
    }

    [Fact]
    public void Append_StopStringInOnePiece_EndsBeforeIt()
    {
        var text = new AnswerText(["END"]);

        Assert.Equal("one ", text.Append("one END two"u8));
        Assert.True(text.Stopped);
        Assert.Equal("", text.Finish());
    }

    [Fact]
    public void Append_StopStringOverThreePieces_HandsOutNothingOfIt()
    {
        var text = new AnswerText(["END"]);

        Assert.Equal("one ", text.Append("one E"u8));
        Assert.Equal("", text.Append("N"u8));
        Assert.Equal("", text.Append("D"u8));
        Assert.True(text.Stopped);
    }

    [Fact]
    public void Append_BeginOfAStopStringThatIsNone_IsHandedOutLate()
    {
        var text = new AnswerText(["END"]);

        Assert.Equal("", text.Append("EN"u8));
        Assert.Equal("ENe", text.Append("e"u8));
        Assert.False(text.Stopped);
    }

    [Fact]
    public void Append_TwoStopStrings_TheEarlierPlaceWins()
    {
        var text = new AnswerText(["two", "one"]);

        Assert.Equal("a ", text.Append("a one two"u8));
    }

    [Fact]
    public void Append_OverlappingBegin_FindsTheStopString()
    {
        var text = new AnswerText(["aab"]);

        Assert.Equal("a", text.Append("aaa"u8) + text.Append("b"u8));
        Assert.True(text.Stopped);
    }

    [Fact]
    public void Finish_HeldText_IsHandedOut()
    {
        var text = new AnswerText(["END"]);
        text.Append("the EN"u8);

        Assert.Equal("EN", text.Finish());
    }

    [Fact]
    public void Append_EmptyStopString_IsNone()
    {
        var text = new AnswerText([""]);

        Assert.Equal("all", text.Append("all"u8));
    }

    [Fact]
    public void Append_EachByteAlone_GivesTheWholeText()
    {
        const string Whole = "naïve 🦙 ####42";
        var text = new AnswerText(["###X"]);
        var given = new StringBuilder();
        foreach (var one in Encoding.UTF8.GetBytes(Whole)) given.Append(text.Append([one]));
        given.Append(text.Finish());

        Assert.Equal(Whole, given.ToString());
    }
}
