using System.Text.Json.Nodes;
using Gateway.Llama.Jinja;

namespace Gateway.Llama.Tests.Jinja;

/// <summary>What a hostile template asks for is refused, in a time and with a memory that do not depend on how much it asks for.</summary>
public class JinjaLimitTests
{
    private const string Work = "the template needs more work than one rendering may cost; it loops too often, or builds too long a text or list";
    private const string Depth = "the nesting is too deep: an expression, a value or the calls of macros";

    [Theory]
    [InlineData("{{ range(10**9)|length }}")]
    [InlineData("{% for i in range(1000) %}{% for j in range(1000) %}{% for k in range(1000) %}{% endfor %}{% endfor %}{% endfor %}")]
    [InlineData("{% macro m() %}{% endmacro %}{% for i in range(4000000) %}{{ m() }}{% endfor %}")]
    [InlineData("{% set l = [1] %}{% for i in l %}{% set _ = l.append(1) %}{% endfor %}")]
    [InlineData("{{ 'x' * 10**9 }}")]
    [InlineData("{{ [1] * 10**9 }}")]
    [InlineData("{% set ns = namespace(x='ab') %}{% for i in range(100) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}")]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for i in range(100) %}{% set ns.x = ns.x + ns.x %}{% endfor %}")]
    [InlineData("{% set l = [1] %}{% for i in range(100) %}{% set _ = l.extend(l) %}{% endfor %}")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x|tojson }}")]
    [InlineData("{% set a = namespace(x=[], y=[]) %}{% for i in range(60) %}{% set a.x = [a.x, a.x] %}{% set a.y = [a.y, a.y] %}{% endfor %}{{ a.x == a.y }}")]
    [InlineData("{% set x = 'a' * 100000 %}{{ x|replace('a', x) }}")]
    [InlineData("{% set x = 'a' * 100000 %}{{ x.replace('', x) }}")]
    [InlineData("{% set x = 'a' * 1000000 %}{{ ([x] * 1000000)|join(x) }}")]
    [InlineData("{{ 'a\nb'|indent(10**15) }}")]
    [InlineData("{{ [1]|tojson(indent=10**15) }}")]
    [InlineData("{{ [1]|batch(10**15, 'x')|list }}")]
    [InlineData("{{ [1]|slice(10**15)|list }}")]
    [InlineData("{% set x = 'a' * 1000000 %}{% set y = x ~ 'b' %}{% for i in range(100000) %}{{ y in x ~ x }}{% endfor %}")]
    [InlineData("{% set d = {} %}{% for i in range(1000) %}{% for j in range(1000) %}{% set _ = d.update({(i * 1000 + j) * 4294967297: 1}) %}{% endfor %}{% endfor %}")]
    [InlineData("{% set k = 'a' * 1000000 %}{% for i in range(1000000) %}{% set x = d[k] %}{% endfor %}")]
    [InlineData("{% for i in range(1000000) %}{% set x = 1e300|round(30) %}{% endfor %}")]
    public void Render_TooMuchWork_IsRefused(string template) => Assert.Equal(Work, Assert.Throws<JinjaException>(() => JinjaCases.Render(template)).Reason);

    [Theory]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{% macro m(n) %}{{ m(n + 1) }}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}")]
    [InlineData("{% macro m(a=m()) %}{% endmacro %}{{ m() }}")]
    [InlineData("{% macro m() %}{% call m() %}x{% endcall %}{% endmacro %}{{ m() }}")]
    [InlineData("{% set x = [] %}{% set _ = x.append(x) %}{{ x }}")]
    [InlineData("{% set x = [] %}{% set _ = x.append(x) %}{{ x|tojson }}")]
    [InlineData("{% set x, y = [], [] %}{% set _ = x.append(x) %}{% set _ = y.append(y) %}{{ x == y }}")]
    [InlineData("{% set x, y = [], [] %}{% set _ = x.append(x) %}{% set _ = y.append(y) %}{{ [x, y]|sort }}")]
    [InlineData("{% set ns = namespace() %}{% set ns.x = ns %}{{ ns }}")]
    public void Render_TooDeep_IsRefused(string template) => Assert.Equal(Depth, Assert.Throws<JinjaException>(() => JinjaCases.Render(template)).Reason);

    [Theory]
    [InlineData("{{ ", "(", "1")]
    [InlineData("{{ ", "[", "1")]
    [InlineData("{{ ", "{1:", "1")]
    [InlineData("{{ ", "not ", "1 }}")]
    [InlineData("{{ ", "- ", "1 }}")]
    [InlineData("{{ ", "1+", "1 }}")]
    [InlineData("{{ 'a'", "|upper", " }}")]
    [InlineData("{{ ms", "[0]", " }}")]
    [InlineData("{{ q", "()", " }}")]
    [InlineData("{{ 1", " if 1", " }}")]
    [InlineData("{{ ", "1 if 1 else ", "1 }}")]
    [InlineData("", "{% if 1 %}", "")]
    [InlineData("", "{% for i in l %}", "")]
    [InlineData("{% set ", "(", "")]
    public void Parse_NestedOrChainedWithoutEnd_IsRefused(string start, string repeated, string end)
    {
        var template = start + string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length)) + end;

        Assert.Throws<JinjaException>(() => JinjaCases.Render(template));
    }

    [Fact]
    public void Parse_TooLongATemplate_IsRefused() => Assert.Throws<JinjaException>(() => JinjaTemplate.Parse(new string('x', (1 << 20) + 1)));

    [Fact]
    public void Render_LongConversation_MayCostMore()
    {
        const string template = "{% for m in messages %}{% for o in messages %}{{ 'x' if o.role == 'nobody' }}{% endfor %}{% endfor %}";
        var messages = new JsonArray([.. Enumerable.Range(0, 800).Select(static _ => new JsonObject { ["role"] = "user", ["content"] = "Hello there" })]);

        Assert.Equal("", JinjaTemplate.Parse(template).Render(new JsonObject { ["messages"] = messages }, TimeProvider.System));
    }
}
