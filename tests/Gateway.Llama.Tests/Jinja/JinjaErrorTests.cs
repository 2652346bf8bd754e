using System.Text.Json.Nodes;
using Gateway.Llama.Jinja;

namespace Gateway.Llama.Tests.Jinja;

public class JinjaErrorTests
{
    [Theory]
    [InlineData("a\n{% include 'x' %}", 2, "the statement 'include' is not supported")]
    [InlineData("{% import 'x' as y %}", 1, "the statement 'import' is not supported")]
    [InlineData("{% extends 'x' %}", 1, "the statement 'extends' is not supported")]
    [InlineData("{% block x %}{% endblock %}", 1, "the statement 'block' is not supported")]
    [InlineData("{% for i in l recursive %}{% endfor %}", 1, "recursive loops are not supported")]
    [InlineData("\n\n{{ x|center(20) }}", 3, "the filter 'center' is not supported")]
    [InlineData("{{ x|map('center') }}", 1, "the filter 'center' is not supported")]
    [InlineData("{{ x|selectattr('a', 'frob') }}", 1, "the test 'frob' is not supported")]
    [InlineData("{{ x is frob }}", 1, "the test 'frob' is not supported")]
    [InlineData("{{ '{}'.format(1) }}", 1, "the method 'format' is not supported")]
    [InlineData("{{ cycler('a') }}", 1, "'cycler' is not supported")]
    [InlineData("{{ '\\N{DASH}' }}", 1, "characters by name ('\\N') are not supported; write the character, or '\\u' and its code")]
    [InlineData("{{ '\\ud800' }}", 1, "the escape '\\ud800' is no character")]
    [InlineData("{{ 99999999999999999999 }}", 1, "'99999999999999999999' is no whole number within 64 bits")]
    public void Parse_NotSupported_IsNamedWithItsLine(string template, int line, string reason) => AssertRefused(template, line, reason);

    [Theory]
    [InlineData("{{", 1, "'{{' is not closed")]
    [InlineData("x\n{% if a", 2, "'{%' is not closed")]
    [InlineData("{# x", 1, "the comment '{#' is not closed")]
    [InlineData("{% raw %}", 1, "'raw' is not closed by 'endraw'")]
    [InlineData("{{ 'a }}", 1, "a string is not closed")]
    [InlineData("{{ }}", 1, "expected an expression, not '}}'")]
    [InlineData("{{ a b }}", 1, "expected '}}', not 'b'")]
    [InlineData("{{ (1] }}", 1, "']' stands where ')' has to close")]
    [InlineData("{{ 1) }}", 1, "')' closes nothing")]
    [InlineData("{{ a ? b }}", 1, "the character '?' is no part of an expression")]
    [InlineData("{% if a %}\n", 1, "expected 'elif' or 'else' or 'endif', not the end of the template")]
    [InlineData("{% endif %}", 1, "the statement 'endif' is not known, or ends what was not begun")]
    [InlineData("{% break %}", 1, "'break' stands in no loop")]
    [InlineData("{% for i in l %}{% set x %}{% break %}{% endset %}{% endfor %}", 1, "'break' stands in no loop")]
    [InlineData("{% set true = 1 %}", 1, "'true' cannot be assigned to")]
    [InlineData("{% macro m(a=1, b) %}{% endmacro %}", 1, "the parameter 'b' needs a default, as the one before has one")]
    [InlineData("{% call x %}{% endcall %}", 1, "a call block needs the call of a macro")]
    [InlineData("{{ f(a=1, 2) }}", 1, "an argument without a name follows one with a name, or '*'")]
    [InlineData("{{ x|replace('a') }}", 1, "'replace' needs the argument 'new'")]
    [InlineData("{{ x|trim(foo=1) }}", 1, "'trim' has no argument 'foo'")]
    [InlineData("{{ x|tojson(indent=1, indent=2) }}", 1, "'tojson' is given the argument 'indent' twice")]
    [InlineData("{{ x is string(1) }}", 1, "'string' takes at most 1 arguments, with what it is applied to")]
    public void Parse_NoTemplate_SaysWhatIsWrong(string template, int line, string reason) => AssertRefused(template, line, reason);

    [Theory]
    [InlineData("\n{{ q.x }}", 2, "'q' is undefined, so it has no 'x'")]
    [InlineData("{{ ms[0].q.x }}", 1, "a value of the type 'dict' has no 'q', so it has no 'x'")]
    [InlineData("{{ q + 1 }}", 1, "'q' is undefined")]
    [InlineData("{{ q() }}", 1, "'q' is undefined, so it cannot be called")]
    [InlineData("{{ n() }}", 1, "a value of the type 'int' cannot be called")]
    [InlineData("{{ 'a' + 1 }}", 1, "the operator '+' is not for values of the types 'str' and 'int'")]
    [InlineData("{{ 1 < 'a' }}", 1, "values of the types 'int' and 'str' have no order")]
    [InlineData("{{ 1 in 'a' }}", 1, "only a string can be in a string, not a value of the type 'int'")]
    [InlineData("{{ 1 // 0 }}", 1, "division by zero ('//')")]
    [InlineData("{{ 9223372036854775807 + 1 }}", 1, "the result of '+' is beyond 64 bits")]
    [InlineData("{% for i in none %}{% endfor %}", 1, "a value of the type 'NoneType' cannot be looped over")]
    [InlineData("{% for a, b in [(1, 2, 3)] %}{% endfor %}", 1, "3 values cannot be assigned to 2 names")]
    [InlineData("{% set d.x = 1 %}", 1, "'d' is no namespace, so its 'x' cannot be set")]
    [InlineData("{{ q|tojson }}", 1, "'q' is undefined, so it cannot be written as JSON")]
    [InlineData("{{ ms|map(attribute='role')|tojson }}", 1, "what 'map', 'select' and their like give cannot be written as JSON; make a list of it with 'list'")]
    [InlineData("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", 1, "the macro 'm' takes at most 1 arguments")]
    [InlineData("{% macro m(a) %}\n{{ a.b }}{% endmacro %}\n{{ m() }}", 2, "'a' is undefined, so it has no 'b'")]
    [InlineData("{{ {[1]: 2} }}", 1, "a value of the type 'list' cannot be a key; legal are strings, numbers, booleans and none")]
    [InlineData("{{ '%q' % 1 }}", 1, "the format '%q' is not supported; legal are s, r, d, i, u, f, F, x, X and %, with flags, width and, for s, r and f, precision")]
    public void Render_Failure_SaysWhatIsWrongAndWhere(string template, int line, string reason)
    {
        var fault = Assert.Throws<JinjaException>(() => JinjaCases.Render(template));

        Assert.Equal((line, reason), (fault.Line, fault.Reason));
        Assert.Equal($"line {line}: {reason}", fault.Message);
    }

    [Fact]
    public void Render_RaiseException_IsTheTemplatesOwnRefusal()
    {
        var fault = Assert.Throws<RaisedByTemplateException>(() => JinjaCases.Render("\n{{ raise_exception('Only ' ~ n ~ ' turns') }}"));

        Assert.Equal((2, "Only 5 turns"), (fault.Line, fault.Reason));
    }

    [Fact]
    public void Render_ObjectWithEqualKeys_IsRefused()
    {
        var variables = JsonNode.Parse("""{"a": {"k": 1, "k": 2}}""")!.AsObject();

        Assert.Throws<JinjaException>(() => JinjaTemplate.Parse("").Render(variables, TimeProvider.System));
    }

    [Fact]
    public void Render_Strftime_UnknownDirectiveIsRefused()
    {
        Assert.StartsWith("'strftime_now' supports %Y", Assert.Throws<JinjaException>(() => JinjaCases.Render("{{ strftime_now('%Q') }}")).Reason, StringComparison.Ordinal);
    }

    private static void AssertRefused(string template, int line, string reason)
    {
        var fault = Assert.Throws<JinjaException>(() => JinjaTemplate.Parse(template));

        Assert.Equal((line, reason), (fault.Line, fault.Reason));
    }
}
