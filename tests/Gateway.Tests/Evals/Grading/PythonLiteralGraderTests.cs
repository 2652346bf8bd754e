using System.Globalization;
using Gateway.Evals.Grading;

namespace Gateway.Tests.Evals.Grading;

public sealed class PythonLiteralGraderTests
{
    private static readonly string[] Golds =
    [
        "0", "-17", "3.25", "1e-7", "0x1F", "True", "None", "'abc'", "\"it's\"", "'a\\n\\t\\x41\\u00e9'", "r'\\d+'", "b'13:45'", "'''x''y'''", "''",
        "[]", "()", "{}", "set()", "[1, 2, 'n', None]", "(1,)", "([], [12, 5])", "{'a': 1, 2: [3]}", "{1, 2, (3, 4)}", "not a literal",
    ];

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("True", "1")]
    [InlineData("False", "0.0")]
    [InlineData("-0.0", "0")]
    [InlineData("--5", "5")]
    [InlineData("-True", "-1")]
    [InlineData("(5)", "5")]
    [InlineData("1_000", "1000")]
    [InlineData("0xff", "255")]
    [InlineData("0o17", "15")]
    [InlineData("0b101", "5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.", "1")]
    [InlineData(".5", "0.50")]
    [InlineData("00", "0")]
    [InlineData("123456789012345678901234567890", "+123456789012345678901234567890")]
    [InlineData("9007199254740993", "9_007_199_254_740_993")]
    [InlineData("'abc'", "\"abc\"")]
    [InlineData("'a' 'b' \"c\"", "'abc'")]
    [InlineData("'''abc'''", "'abc'")]
    [InlineData("'it\\'s'", "\"it's\"")]
    [InlineData("'\\x41\\u0042\\103'", "'ABC'")]
    [InlineData("'\\U0001F600'", "'\U0001F600'")]
    [InlineData("'\\x0c'", "'\\f'")]
    [InlineData("r'\\n'", "'\\\\n'")]
    [InlineData("'\\d'", "'\\\\d'")]
    [InlineData("u'a'", "'a'")]
    [InlineData("b'a\\x00'", "b\"a\\0\"")]
    [InlineData("Rb'\\n'", "b'\\\\n'")]
    [InlineData("'a\nb'", "'a\\nb'")]
    [InlineData("'a\\\nb'", "'ab'")]
    [InlineData("[1,2,]", "[1, 2]")]
    [InlineData("[ 1 ,\n 2 ]", "[1, 2]")]
    [InlineData("(1,)", "( 1 , )")]
    [InlineData("([1])", "[1]")]
    [InlineData("1, 2", "(1, 2)")]
    [InlineData("1,", "(1,)")]
    [InlineData("{'a': 1, 'b': 2}", "{\"b\": 2, 'a': 1}")]
    [InlineData("{1: 'a', True: 'b'}", "{1.0: 'b'}")]
    [InlineData("{1, 2, 2}", "{2, 1}")]
    [InlineData("set()", " set( ) ")]
    [InlineData("{'a': {'b': (1, [None])}}", "{'a': {'b': (1.0, [None],)},}")]
    [InlineData("  'x'\n", "'x'")]
    [InlineData("NaN", "NaN")]
    public void IsCorrect_EqualInPython_True(string answer, string gold)
    {
        Assert.True(new PythonLiteralGrader().IsCorrect(answer, Gold.Of(gold)));
        Assert.True(new PythonLiteralGrader().IsCorrect(gold, Gold.Of(answer)));
    }

    [Theory]
    [InlineData("[1]", "(1,)")]
    [InlineData("(1)", "(1,)")]
    [InlineData("1", "'1'")]
    [InlineData("'a'", "b'a'")]
    [InlineData("{}", "set()")]
    [InlineData("[]", "()")]
    [InlineData("None", "False")]
    [InlineData("'None'", "None")]
    [InlineData("[1, 2]", "[2, 1]")]
    [InlineData("[1, [2]]", "[[1], 2]")]
    [InlineData("['a,b']", "['a', 'b']")]
    [InlineData("['a', 'b']", "['ab']")]
    [InlineData("{1: 2}", "{1: 3}")]
    [InlineData("{1: 2}", "{1, 2}")]
    [InlineData("'a'", "'A'")]
    [InlineData("' a'", "'a'")]
    [InlineData("0.1", "0.10000000000000002")]
    [InlineData("9007199254740993", "9007199254740992.0")]
    [InlineData("012", "12")]
    [InlineData("1e999", "2e999")]
    [InlineData("{[1]}", "{1}")]
    [InlineData("[1 2]", "[1, 2]")]
    [InlineData("[1,, 2]", "[1, 2]")]
    [InlineData("f'a'", "'a'")]
    [InlineData("'a' b'b'", "'ab'")]
    [InlineData("'\\x4'", "'x'")]
    [InlineData("'abc", "'abc'")]
    [InlineData("2 + (-24)", "-22")]
    [InlineData("true", "True")]
    public void IsCorrect_DifferentInPython_False(string answer, string gold)
    {
        Assert.False(new PythonLiteralGrader().IsCorrect(answer, Gold.Of(gold)));
        Assert.False(new PythonLiteralGrader().IsCorrect(gold, Gold.Of(answer)));
    }

    [Theory]
    [InlineData("abc", "'abc'", true)]
    [InlineData("3 4 ", "'3 4 '", true)]
    [InlineData(" 4 2", "'4 2'", true)]
    [InlineData("6, 8", "'6, 8'", true)]
    [InlineData("6,8", "'6, 8'", false)]
    [InlineData("\\n\\r \\f", "'\\n\\r \\x0c'", true)]
    [InlineData("C:\\new", "'C:\\\\new'", true)]
    [InlineData("", "''", true)]
    [InlineData("abc", "['abc']", false)]
    [InlineData("abc", "'abcd'", false)]
    [InlineData("08999", "'08999'", true)]
    [InlineData("8999", "'8999'", false)]
    [InlineData("abc", "b'abc'", false)]
    public void IsCorrect_AStringWithoutItsQuotes_ComparesTheText(string answer, string gold, bool expected) =>
        Assert.Equal(expected, new PythonLiteralGrader().IsCorrect(answer, Gold.Of(gold)));

    [Fact]
    public void IsCorrect_TheGoldItself_True()
    {
        foreach (var gold in Golds) Assert.True(new PythonLiteralGrader().IsCorrect(gold, Gold.Of(gold)), gold);
    }

    [Fact]
    public void IsCorrect_DifferentGolds_False()
    {
        foreach (var gold in Golds)
        {
            foreach (var other in Golds.Where(other => other != gold)) Assert.False(new PythonLiteralGrader().IsCorrect(other, Gold.Of(gold)), $"{other} {gold}");
        }
    }

    [Fact]
    public void IsCorrect_SpoiledLiterals_NeverThrowsAndIsTrueOfItself()
    {
        foreach (var text in Mutations.Of(Golds, 10_000))
        {
            Assert.True(new PythonLiteralGrader().IsCorrect(text, Gold.Of(text)), text);
            foreach (var gold in Golds) new PythonLiteralGrader().IsCorrect(text, Gold.Of(gold));
        }
    }

    [Fact]
    public void IsCorrect_HostileText_EndsInFalse()
    {
        string[] openings = ["[", "(", "{", "-", "{1:", "'", "\\", "'''", "b'", "9", "1e9", "[[],", "('a' ", "0x"];
        foreach (var opening in openings)
        {
            var text = string.Concat(Enumerable.Repeat(opening, 2000 / opening.Length));
            Assert.False(new PythonLiteralGrader().IsCorrect(text, Gold.Of("[1]")));
            Assert.False(new PythonLiteralGrader().IsCorrect(text, Gold.Of("'a'")));
        }
    }

    [Fact]
    public void IsCorrect_FortyListsInEachOther_AreRead()
    {
        var gold = new string('[', 40) + "1" + new string(']', 40);
        Assert.True(new PythonLiteralGrader().IsCorrect(gold.Replace("1", "1.0", StringComparison.Ordinal), Gold.Of(gold)));
    }

    [Fact]
    public void IsCorrect_RandomWholeNumbersAsFloats_EqualAsDoublesAre()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var value = Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(1, 15)));
            var whole = value.ToString("F0", CultureInfo.InvariantCulture);
            Assert.True(new PythonLiteralGrader().IsCorrect(value.ToString("E16", CultureInfo.InvariantCulture), Gold.Of(whole)), whole);
        }
    }
}
