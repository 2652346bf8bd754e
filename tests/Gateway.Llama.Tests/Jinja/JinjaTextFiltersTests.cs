namespace Gateway.Llama.Tests.Jinja;

/// <summary>Expected is what Jinja2 3.1 writes, with Python's values.</summary>
public class JinjaTextFiltersTests
{
    [Theory]
    [InlineData("\"it's o-k (x)\"|title", "It's O-K (X)")]
    [InlineData("\"hELLO wORLD\"|capitalize", "Hello world")]
    [InlineData("s|upper", "HELLO WORLD")]
    [InlineData("s|lower", "hello world")]
    [InlineData("none|upper", "NONE")]
    [InlineData("1|lower", "1")]
    [InlineData("'  x '|trim", "x")]
    [InlineData("'xax'|trim('x')", "a")]
    [InlineData("none|trim", "None")]
    [InlineData("s|replace('o','0')", "Hell0 W0rld")]
    [InlineData("5|replace('5','6')", "6")]
    [InlineData("'a\\nb\\n\\nc'|indent", "a\n    b\n\n    c")]
    [InlineData("'a\\nb\\n\\nc'|indent(2,true)", "  a\n  b\n\n  c")]
    [InlineData("'a\\nb\\n\\nc'|indent(2,blank=true)", "a\n  b\n  \n  c")]
    [InlineData("'a\\nb'|indent('> ')", "a\n> b")]
    [InlineData("'a\\nb'|indent(width=3,first=true)", "   a\n   b")]
    [InlineData("''|indent", "")]
    [InlineData("'%s-%d'|format('a',3)", "a-3")]
    [InlineData("'<a href=\"x\">\\'&'|escape", "&lt;a href=&#34;x&#34;&gt;&#39;&amp;")]
    [InlineData("'x'|safe", "x")]
    [InlineData("5|string", "5")]
    [InlineData("none|string", "None")]
    [InlineData("true|string", "True")]
    [InlineData("t is boolean|d is mapping", "False")]
    [InlineData("s is sequence|d is sequence", "False")]
    [InlineData("'\u00c0\u00c9'|lower", "\u00e0\u00e9")]
    [InlineData("'\u01c6'|title", "\u01c4")]
    [InlineData("s|upper ~ 'x'", "HELLO WORLDx")]
    [InlineData("undefinedvar|lower", "")]
    [InlineData("3|string ~ 'x'", "3x")]
    [InlineData("f|string", "2.5")]
    public void TextFilter_InAnExpression_GivesWhatJinja2Gives(string expression, string expected) =>
        Assert.Equal(expected, JinjaCases.Render("{{ " + expression + " }}"));
}
