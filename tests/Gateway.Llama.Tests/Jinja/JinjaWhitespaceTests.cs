namespace Gateway.Llama.Tests.Jinja;

/// <summary>Expected is what Jinja2 3.1 writes with <c>trim_blocks</c>, <c>lstrip_blocks</c> and loop controls.</summary>
public class JinjaWhitespaceTests
{
    [Theory]
    [InlineData("{% if true %}\nyes\n{% endif %}\nafter\n", "yes\nafter")]
    [InlineData("  {% if true %}  \n  yes\n  {% endif %}  \nafter", "  \n  yes\n  \nafter")]
    [InlineData("a {%- if true -%} b {%- endif -%} c", "abc")]
    [InlineData("a {%+ if true %} b {% endif +%}\nc", "a  b \nc")]
    [InlineData("   {{ s }}   \n  {{- s -}}  \n x", "   Hello WorldHello Worldx")]
    [InlineData("{# c #}\nx {# d -#}  \n y {#- e #} z", "x y z")]
    [InlineData("  {# c #}  \nx", "  \nx")]
    [InlineData("a\n  {#- c -#}\n b", "ab")]
    [InlineData("{%- raw -%} {{ x }} {% if %} {%- endraw -%}  z", "{{ x }} {% if %}z")]
    [InlineData("{% raw %}\n {{ x }} \n{% endraw %}\n z", "\n {{ x }} \n z")]
    [InlineData("  {% raw %} {{ x }}{% endraw %}", " {{ x }}")]
    [InlineData("a{{ 1 }}\n{{ 2 }}\n", "a1\n2")]
    [InlineData("x\n\n", "x\n")]
    [InlineData("x\r\ny\rz", "x\ny\nz")]
    [InlineData("{{ 'a\nb' }}", "a\nb")]
    [InlineData("{{- 1 }} {{ -1 }} {{ - 1 }}", "1 -1 -1")]
    [InlineData("{% set x %}  hi {{ s }}\n{% endset %}[{{ x }}]", "[  hi Hello World\n]")]
    [InlineData("{% set x | upper | trim %}  hi {{ s }}\n{% endset %}[{{ x }}]", "[HI HELLO WORLD]")]
    [InlineData("{{ strftime_now('%Y-%m-%d %H:%M:%S %d %b %B %A %a %j %p %I %y %-d %-m %e') }}", "2025-07-06 15:04:09 06 Jul July Sunday Sun 187 PM 03 25 6 7  6")]
    [InlineData("{%- for m in ms -%}\n  {{- '<|' + m.role + '|>' }}\n  {%- if m.content is string %}\n    {{- m.content }}\n  {%- else %}\n    {{- 'none' }}\n  {%- endif %}\n{%- endfor %}", "<|user|>hi<|Bot|>yo<|bot|>none")]
    [InlineData("{% for m in ms %}\n  {% if m['role'] == 'user' %}\n{{ m.content }}\n  {% endif %}\n{% endfor %}\nend", "hi\nend")]
    [InlineData("{%-if true-%} x {%-endif-%}", "x")]
    [InlineData("a  \n  {%- set x = 1 %}\nb", "ab")]
    [InlineData("a\n\n  {% set x = 1 %}\n\nb", "a\n\n\nb")]
    [InlineData("a\n{% set x = 1 -%}\n\n  b", "a\nb")]
    [InlineData("\n\n{{ s }}\n\n", "\n\nHello World\n")]
    [InlineData("{{ s }}{% if true %}\n\nx{% endif %}", "Hello World\nx")]
    [InlineData("{% for i in l -%}\n {{ i }}\n{% endfor %}", "3\n1\n2\n")]
    [InlineData("{% for i in l %}\n {{ i -}}\n{% endfor %}", " 3 1 2")]
    [InlineData("{{ \"a\\\nb\" }}", "ab")]
    [InlineData("{%- set content = 'a<think>b</think>c' -%}{% if '</think>' in content %}{{ content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') }}|{{ content.split('</think>')[-1].lstrip('\\n') }}{% endif %}", "b|c")]
    public void Whitespace_InATemplate_GivesWhatJinja2Gives(string template, string expected) => Assert.Equal(expected, JinjaCases.Render(template));
}
