using System.Text;
using Gateway.Llama.Jinja;

namespace Gateway.Llama.Tests.Jinja;

public class JinjaFuzzTests
{
    private static readonly string[] Templates =
    [
        "{% for m in ms %}{{ '<|' + m.role + '|>' ~ (m['content'] or 'none')|trim }}{% if not loop.last %}\n{% endif %}{% else %}-{% endfor %}",
        "{% macro f(x, deep=2) -%} {% if deep > 0 %}{{ f(x, deep - 1) }}{% endif %}{{ x|tojson(indent=2) }} {%- endmacro %}{{ f(js) }}",
        "{% set ns = namespace(a=0, b=[]) %}{% for i in range(1, 9, 2) %}{% set ns.a = ns.a + i ** 2 // 3 %}{% set ns.b = ns.b + [i] %}{% endfor %}{{ ns.b[::-1] }}{{ ns.a % 7 }}",
        "{% set t %}{{ s[2:-1:2] }}{% raw %}{{ x }}{% endraw %}{% endset %}{{ t.split('l', 1)|map('upper')|join(', ') }}{# end -#}",
        "{% call(x) g(1, k='v') %}{{ x }}{% endcall %}{{ (ms|selectattr('n.k', 'ge', 2)|list|last).role if d.b is defined and d is mapping else u.find('b') }}",
        "{% filter replace('a', 'b') %}{% with q = {'k': [1, 2.5, none, true], 'l': (1,)} %}{{ q }}{% endwith %}{% endfilter %}{{ '%05.2f|%s' % (f, l) }}",
        "{% for k, v in d|dictsort if k not in ['z'] %}{{ loop.index0 }}{% if loop.first %}{% continue %}{% endif %}{{ k ~ v }}{% break %}{% endfor %}{{ strftime_now('%d %b %Y') }}",
    ];

    private static readonly string[] Pieces =
    [
        "{%", "%}", "{{", "}}", "{#", "#}", "-", "+", "*", "**", "//", "~", "|", "(", ")", "[", "]", "{", "}", "'", "\"", ".", ",", ":", "=", "==", "<", " in ", " is ", " not ", " and ",
        " if ", " else ", "for ", "endfor", "endif", "set ", "macro ", "loop", "ms", "d", "l", "s", "u", "js", "none", "true", "0", "-1", "9223372036854775807", "1e308", "range(9)", "\n", "\\", "\u00e9", "\ud83d\ude00",
        ".items()", ".append(l)", ".split('')", "|list", "|sort", "|tojson", "|first", "|length", "|reverse", "|unique", "|batch(2)", "|map('string')", "|sum", "|int", "|round", "|indent", "[::-1]", "[1:]", "* 99999",
    ];

    /// <summary>Broken templates end in an output or in <see cref="JinjaException"/>; anything else that is thrown fails the test.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Render_MutatedTemplates_EndInAnOutputOrAJinjaException(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2500; i++)
        {
            var template = Mutated(random);
            try
            {
                JinjaCases.Render(template);
            }
            catch (JinjaException fault)
            {
                Assert.True(fault.Line > 0, $"no line: {fault.Reason} in {template}");
            }
            catch (Exception fault)
            {
                Assert.Fail($"{fault.GetType().Name} for {template}: {fault}");
            }
        }
    }

    private static string Mutated(Random random)
    {
        var template = new StringBuilder(Templates[random.Next(Templates.Length)]);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(template.Length + 1);
            var length = Math.Min(random.Next(1, 12), template.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    template.Remove(at, length);
                    break;
                case 1:
                    template.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    template.Insert(random.Next(template.Length + 1), template.ToString(at, length));
                    break;
                case 3:
                    template.Append(Templates[random.Next(Templates.Length)]);
                    break;
                default:
                    template.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }

        return template.ToString();
    }
}
