using System.Globalization;
using Gateway.Llama.Grammar;

namespace Gateway.Llama.Tests.Grammar;

/// <summary>Texts that libllama hangs on, runs out of memory or stack with, or takes for something else.</summary>
public sealed class HostileGrammarTests
{
    [Theory(Timeout = 20_000)]
    [InlineData("", "root")]
    [InlineData("root", "root")]
    [InlineData("::= \"a\"\n", "")]
    [InlineData("root ::= ", "root")]
    [InlineData("root ::= \"a\"", "root")]
    [InlineData("a ::= \"a\"\n", "root")]
    [InlineData("root ::= a\n", "a")]
    [InlineData("root ::= \"a\"\nroot ::= \"b\"\n", "root")]
    [InlineData("root ::= \"a\n", "root")]
    [InlineData("root ::= [a\n", "root")]
    [InlineData("root ::= []*\n", "root")]
    [InlineData("root ::= [^]*\n", "root")]
    [InlineData("root ::= (\"a\"\n", "root")]
    [InlineData("root ::= \"a\")\n", "root")]
    [InlineData("root ::= \"\\q\"\n", "root")]
    [InlineData("root ::= \"\\x4\"\n", "root")]
    [InlineData("root ::= \"é\"\n", "root")]
    [InlineData("root ::= \"a\0\"\n", "root")]
    [InlineData("root ::= <[1]>\n", "root")]
    [InlineData("root ::= !<[1]>\n", "root")]
    [InlineData("root ::= .\n", "root")]
    [InlineData("root ::= \"a\" # b\n", "root")]
    [InlineData("root ::= *\n", "root")]
    [InlineData("root ::= \"\"*\n", "root")]
    [InlineData("root ::= \"a\"**\n", "root")]
    [InlineData("root ::= \"a\"{5,2}\n", "root")]
    [InlineData("root ::= \"a\"{0,99999999999999999999}\n", "root")]
    [InlineData("root ::= \"a\"{1001}\n", "root")]
    [InlineData("root ::= \"a\"{-1}\n", "root")]
    [InlineData("root ::= root \"a\" | \"a\"\n", "root")]
    [InlineData("root ::= root\n", "root")]
    [InlineData("root ::= a\na ::= b\nb ::= a | \"x\"\n", "root")]
    [InlineData("root ::= e root \"x\" | \"y\"\ne ::= f\nf ::= \"\"\n", "root")]
    [InlineData("root ::= e*\ne ::= f\nf ::= \"\" | \"a\"\n", "root")]
    [InlineData("root ::= (f)*\nf ::= \"a\"?\n", "root")]
    [InlineData("root ::= \"a\" root\n", "root")]
    public async Task Check_WhatLibllamaWouldNotSurvive_IsRefused(string gbnf, string rule)
    {
        var refusal = await Soon(() => Assert.Throws<GrammarException>(() => GbnfCheck.Check(gbnf)), TestContext.Current.CancellationToken);

        Assert.Equal(rule, refusal.Rule);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("nested groups")]
    [InlineData("chain of rules")]
    [InlineData("two ways at each step")]
    [InlineData("repeated repetitions")]
    [InlineData("repeated long literal")]
    [InlineData("long text")]
    [InlineData("many rules")]
    public async Task Check_TooMuch_IsRefusedSoon(string kind)
    {
        await Soon(() => Assert.Throws<GrammarException>(() => GbnfCheck.Check(Hostile(kind))), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("root ::= \"a\"\n")]
    [InlineData("root ::= (\"a\" | [^\\\"\\\\\\x00-\\x1F])+ | \"\"\n")]
    [InlineData("root ::= \"[\" (root (\",\" root)*)? \"]\"\n")]
    [InlineData("root ::= a{0,3} a{2} a{2,}\na ::= [\\-+a-z]\n")]
    public void Check_SoundGrammar_IsLegal(string gbnf) => GbnfCheck.Check(gbnf);

    private static Task<T> Soon<T>(Func<T> check, CancellationToken cancellationToken) => Task.Run(check, cancellationToken).WaitAsync(cancellationToken);

    private static string Hostile(string kind) => kind switch
    {
        "nested groups" => $"root ::= {new string('(', 100_000)}\"a\"{new string(')', 100_000)}\n",
        "chain of rules" => $"root ::= a0\n{Rules(15_000, static i => $"a{i + 1}")}a15000 ::= \"x\"\n",
        "two ways at each step" => $"root ::= a0\n{Rules(60, static i => $"a{i + 1} | a{i + 1} \"x\"")}a60 ::= \"x\"\n",
        "repeated repetitions" => "root ::= (((\"a\"{0,1000} \"b\"){0,1000} \"c\"){0,1000} \"d\"){0,1000}\n" + Rules(30, static _ => "\"a\"{0,1000}"),
        "repeated long literal" => $"root ::= \"{new string('a', 500_000)}\"{{999}}\n",
        "long text" => $"root ::= \"{new string('a', 3_000_000)}\"\n",
        _ => $"root ::= \"a\"\n{Rules(25_000, static _ => "\"a\"")}",
    };

    private static string Rules(int count, Func<int, string> body) =>
        string.Concat(Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"a{i} ::= {body(i)}\n")));
}
