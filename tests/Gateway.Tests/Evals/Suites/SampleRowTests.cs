using System.Text;
using System.Text.Json;
using Gateway.Evals.Running;

namespace Gateway.Tests.Evals.Suites;

public sealed class SampleRowTests
{
    private static readonly SampleRow Full = new()
    {
        Id = "q-1",
        Category = "law",
        Gold = "A",
        Text = "The answer is (A)",
        Answer = "A",
        Correct = true,
        Model = "m",
        Spend = new Spend(3, 100, 20, 5_000_000_000, 0.0000000123m),
        Estimated = true,
        ElapsedMs = 12.345,
        VoteShare = 2.0 / 3,
        Candidates = [new GradedCandidate("m", 0, "A", true), new GradedCandidate("n", 1, null, false)],
        Events = """[{"type":"call","text":"x"}]""",
    };

    public static TheoryData<string> HostileTexts =>
    [
        "",
        "\"quoted\" \\ / 'single'",
        "lines\nand\r\nreturns\ttabs",
        "\u0000\u0001\u001f\u007f\u0085",
        "\u2028\u2029\uFEFF\u200b",
        "😀 Ünï 漢字 <script>&amp;",
        "\\ud800 as letters",
        "{{$task}} \\(x\\) \\frac{1}{2}",
    ];

    [Fact]
    public void Read_LineOfAFullRow_IsTheRow()
    {
        var read = Read(Full);

        Assert.Equal(Full.Candidates, read.Candidates);
        Assert.Equal(Full, read with { Candidates = Full.Candidates });
    }

    [Fact]
    public void Read_LineOfALeastRow_HasNothingElse()
    {
        var row = new SampleRow { Id = "q", Category = "", Gold = "", Error = "timeout" };
        var read = Read(row);

        Assert.Empty(read.Candidates);
        Assert.Equal(row, read with { Candidates = row.Candidates });
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Read_HostileTexts_AreTheSame(string text)
    {
        var row = Full with { Id = text, Category = text, Gold = text, Text = text, Answer = text, Model = text, Error = text, Candidates = [new GradedCandidate(text, 0, text, true)] };
        var read = Read(row);

        Assert.Equal(row.Candidates, read.Candidates);
        Assert.Equal(row, read with { Candidates = row.Candidates });
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void ToLine_HostileTexts_IsOneLine(string text) =>
        Assert.DoesNotContain((Full with { Id = text, Gold = text, Text = text, Answer = text, Error = text }).ToLine(), static value => value is (byte)'\n' or (byte)'\r');

    // Attributes hold UTF-8, which has no halves of pairs; so they are made here.
    [Fact]
    public void Read_UnpairedSurrogates_BecomeReplacements()
    {
        var text = $"{(char)0xdc00}cut{(char)0xd83d}{(char)0xd83d}";
        var read = Read(Full with { Text = text, Answer = text, Candidates = [new GradedCandidate("m", 0, text, false)] });

        Assert.Equal(("\ufffdcut\ufffd\ufffd", "\ufffdcut\ufffd\ufffd", "\ufffdcut\ufffd\ufffd"), (read.Text, read.Answer, read.Candidates[0].Answer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"id\":1}")]
    [InlineData("{\"id\":\"q\"")]
    public void Read_NoRow_Throws(string line) => Assert.ThrowsAny<JsonException>(() => SampleRow.Read(line));

    private static SampleRow Read(SampleRow row) => SampleRow.Read(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(row.ToLine()));
}
