using System.Globalization;
using Gateway.Evals.Grading;

namespace Gateway.Tests.Evals.Grading;

public sealed class MathGraderPropertyTests
{
    private static readonly string[] Golds =
    [
        @"\frac12", "0.5", @"2\sqrt{3}", @"\frac{\sqrt{3}}{2}", @"\sqrt[3]{7}", @"\frac{\pi}{2}", @"12\text{ cm}^2", @"45^\circ", @"\$1,234", @"50\%", "x = 5",
        "(1, 2)", @"[1,2) \cup (3,\infty)", @"\{1, 2\}", "1, 3", @"1 \pm \sqrt{2}", @"\begin{pmatrix} 1 & x \\ 0 & 2 \end{pmatrix}", @"1\frac{2}{3}", "101_2",
        "3+4i", "2x^2 + 3xy - 1", @"\sin^2 x", @"\log_2 x", @"|x - 1|", @"\lfloor x \rfloor", @"\binom{n}{2}", "9^{9^9}", "5!", @"x \ge 3", "y = 2x + 3",
        @"\text{Evelyn}", @"0.\overline{36}", @"\boxed{7}", "3:2", @"\frac{a}{b", "", @"\unknown{x}",
    ];

    [Fact]
    public void IsCorrect_TheGoldItself_True()
    {
        foreach (var gold in Golds) Assert.True(new MathGrader().IsCorrect(gold, Gold.Of(gold)), gold);
    }

    [Fact]
    public void IsCorrect_DifferentGolds_False()
    {
        // The first two are one number.
        foreach (var gold in Golds[2..])
        {
            foreach (var other in Golds[2..].Where(other => other != gold)) Assert.False(new MathGrader().IsCorrect(other, Gold.Of(gold)), $"{other} is not {gold}");
        }
    }

    [Fact]
    public void IsCorrect_SpoiledAnswers_NeverThrowsAndIsSymmetricAndTrueOfItself()
    {
        var grader = new MathGrader();
        foreach (var text in Mutations.Of(Golds, 2000))
        {
            Assert.True(grader.IsCorrect(text, Gold.Of(text)), text);
            Assert.True(grader.IsCorrect(text, Gold.Of(text + " ")), text);
            foreach (var gold in Golds) Assert.Equal(grader.IsCorrect(gold, Gold.Of(text)), grader.IsCorrect(text, Gold.Of(gold)));
        }
    }

    [Fact]
    public void IsCorrect_HostileText_EndsInFalse()
    {
        string[] pieces =
        [
            "(", "[", "{", "\\{", "|", "-", "9", "9^", "9^{", "2^(", "!", "3!", "1/", "1+", "x+", "x,", "1,", "1,000,", "(x,", "(1,2),", "{x},", "\\pm ", "\\pm 1,", "\\frac",
            "\\frac1", "\\sqrt", "\\sqrt[", "\\text{", "\\text{a}", "\\begin{pmatrix}", "x=", "\\cup ", "\\\\", "\\", "_", "x_", "1/7+", "\\sin ", "\\log_", "999999!*",
            "2^{9999}*", "1/(2^{9999}+1)+", "\\binom{999}{500}*", "(x+1)^{99}", "\\left", " ", ".", "5 ", "0.\\overline{3}+", "\uD83D", "\0", "x < ", "\\{x,", "x\\pm(",
        ];
        foreach (var piece in pieces)
        {
            var text = string.Concat(Enumerable.Repeat(piece, 2000 / piece.Length));
            foreach (var answer in (string[])[text, text + "1", text[..^1] + "y"])
            {
                Assert.False(new MathGrader().IsCorrect(answer, Gold.Of(@"\frac{17}{29}")), piece);
                new MathGrader().IsCorrect(answer[1..], Gold.Of(text));
            }
        }
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("(1=", ")")]
    [InlineData("(x,", ")")]
    [InlineData(@"\{1,", @"\}")]
    [InlineData("(1,2=", ")")]
    [InlineData(@"\sqrt{1+", "}")]
    [InlineData("2^{", "}")]
    [InlineData("(", @")\cup 1")]
    public void IsCorrect_DeepBrackets_EndsInFalse(string open, string close)
    {
        foreach (var depth in (int[])[40, 49, 60, 150])
        {
            var text = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
            Assert.False(new MathGrader().IsCorrect(text, Gold.Of("17/29")));
            Assert.False(new MathGrader().IsCorrect(text, Gold.Of(text.Replace("1" + close, "2" + close, StringComparison.Ordinal))));
        }
    }

    [Fact]
    public void IsCorrect_RandomFractions_EqualInEveryWriting()
    {
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var (top, bottom, factor) = (random.Next(1, 500), random.Next(1, 100), random.Next(1, 20));
            string[] writings =
            [
                $@"\frac{{{top}}}{{{bottom}}}", $@"\dfrac{{{top * factor}}}{{{bottom * factor}}}", $"{top}/{bottom}", $@"{top * factor} \div {bottom * factor}",
                $@"-\frac{{{-top}}}{{{bottom}}}", $@"\left(\frac{{{bottom}}}{{{top}}}\right)^{{-1}}", $"{top / bottom} + {top % bottom}/{bottom}",
            ];
            foreach (var one in writings)
            {
                foreach (var other in writings) Assert.True(new MathGrader().IsCorrect(one, Gold.Of(other)), $"{one} is {other}");
                Assert.False(new MathGrader().IsCorrect(one, Gold.Of($"{top + 1}/{bottom}")), one);
                Assert.False(new MathGrader().IsCorrect(((double)top / 97).ToString("F6", CultureInfo.InvariantCulture), Gold.Of($@"\frac{{{top}}}{{97}}")) && top % 97 != 0, one);
            }
        }
    }

    [Fact]
    public void IsCorrect_RandomPolynomials_EqualInEveryOrderOfTerms()
    {
        var random = new Random(12);
        for (var i = 0; i < 200; i++)
        {
            var terms = Enumerable.Range(0, random.Next(2, 6)).Select(power => $"{random.Next(1, 50)}x^{{{power}}}").ToArray();
            var gold = string.Join(" + ", terms);
            random.Shuffle(terms);
            Assert.True(new MathGrader().IsCorrect(string.Join("+", terms), Gold.Of(gold)), gold);
            Assert.False(new MathGrader().IsCorrect(string.Join("+", terms) + "+x", Gold.Of(gold)), gold);
            Assert.False(new MathGrader().IsCorrect(string.Join("+", terms[1..]), Gold.Of(gold)), gold);
        }
    }
}
