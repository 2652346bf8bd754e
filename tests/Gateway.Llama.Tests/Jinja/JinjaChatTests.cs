using Gateway.Llama.Jinja;

namespace Gateway.Llama.Tests.Jinja;

/// <summary>A whole chat template. What is expected was written by Jinja2 3.1 with the same template and variables.</summary>
public class JinjaChatTests
{
    private const string Template = """"
        {#- A format of no real model, with the constructs that theirs have. -#}
        {%- macro type_of(schema) -%}
            {%- if schema.type == 'array' -%}
                {{ type_of(schema['items']) }}[]
            {%- elif schema.enum is defined -%}
                {{ schema.enum | map('tojson') | join(' | ') }}
            {%- elif schema.type == 'object' -%}
                { {%- for name, inner in schema.properties | items -%}
                    {{ name }}{{ '' if name in (schema.required or []) else '?' }}: {{ type_of(inner) }}{{ '; ' if not loop.last }}
                {%- endfor -%} }
            {%- else -%}
                {{ {'integer': 'int', 'string': 'str'}.get(schema.type, schema.type) }}
            {%- endif -%}
        {%- endmacro -%}
        {%- if messages[0].role == 'system' -%}
            {%- set system, turns = messages[0].content | trim, messages[1:] -%}
        {%- else -%}
            {%- set system, turns = 'Be brief.', messages -%}
        {%- endif -%}
        {{- bos_token ~ '[system]\n' ~ system }}
        {%- if tools is defined and tools is not none %}

        Tools:
            {%- for tool in tools %}
                {%- set f = tool.function if tool.function is defined else tool %}

        - {{ f.name }}({{ type_of(f.parameters) }}): {{ f.description | default('no description', true) }}
                {%- if loop.last %}{{ '\n' }}{% endif %}
            {%- endfor %}
        {%- endif %}
        {%- set ns = namespace(last=-1, calls=0) %}
        {%- for turn in turns[::-1] %}
            {%- if turn.role == 'user' and ns.last < 0 %}
                {%- set ns.last = turns | length - 1 - loop.index0 %}
            {%- endif %}
        {%- endfor %}
        {%- for turn in turns %}
            {%- if turn.role == 'user' and loop.previtem is defined and loop.previtem.role == 'user' %}
                {{- raise_exception('Two messages of the user follow each other at ' ~ loop.index0) }}
            {%- endif %}
            {{- '\n[' + turn.role + ']\n' }}
            {%- if turn.content is string %}
                {%- set thought, answer = '', turn.content %}
                {%- if '</think>' in turn.content %}
                    {%- set thought = turn.content.split('</think>')[0].split('<think>')[-1].strip('\n') %}
                    {%- set answer = turn.content.split('</think>')[-1].lstrip('\n') %}
                {%- endif %}
                {%- if thought and loop.index0 > ns.last %}{{ '(' ~ thought ~ ') ' }}{% endif %}
                {{- answer }}
            {%- elif turn.content is iterable and turn.content is not none %}
                {{- turn.content | selectattr('type', 'equalto', 'text') | map(attribute='text') | join('\n') }}
            {%- endif %}
            {%- for call in turn.tool_calls or [] %}
                {%- set ns.calls = ns.calls + 1 %}
                {{- '<call ' ~ ns.calls ~ '>' }}{{ {'name': call.function.name, 'arguments': call.function.arguments} | tojson }}
                {%- for key, value in call.function.arguments | dictsort %}
                    {{- ' ' ~ key ~ '=' ~ (value if value is string else value | tojson) }}
                {%- endfor %}
            {%- endfor %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '\n[assistant]\n' }}
        {%- endif %}
        """";

    [Fact]
    public void Template_PlainConversation_IsWrittenAsByJinja2()
    {
        const string variables = """
            {"messages": [{"role": "system", "content": " You are kind. \n"}, {"role": "user", "content": "Wie ist das Wetter in Köln? 😀"}, {"role": "assistant", "content": "<think>x</think>Good."}, {"role": "user", "content": [{"type": "text", "text": "And"}, {"type": "image"}, {"type": "text", "text": "now?"}]}], "bos_token": "<s>", "add_generation_prompt": true}
            """;

        var prompt = JinjaCases.Render(Template, variables);

        Assert.Equal("<s>[system]\nYou are kind.\n[user]\nWie ist das Wetter in Köln? 😀\n[assistant]\nGood.\n[user]\nAnd\nnow?\n[assistant]\n", prompt);
    }

    [Fact]
    public void Template_ToolsCallAndResult_IsWrittenAsByJinja2()
    {
        const string variables = """
            {"messages": [{"role": "user", "content": "Wie ist das Wetter in Köln? 😀"}, {"role": "assistant", "content": "<think>\nask\n</think>\n\nI ask.", "tool_calls": [{"type": "function", "function": {"name": "weather", "arguments": {"place": "Köln", "days": 2, "at": [{"h": 9.0}]}}}]}, {"role": "tool", "content": "{\"temp\": 21.5}"}], "tools": [{"type": "function", "function": {"name": "weather", "description": "Tells the weather.", "parameters": {"type": "object", "properties": {"place": {"type": "string"}, "days": {"type": "integer"}, "unit": {"enum": ["C", "F"]}, "at": {"type": "array", "items": {"type": "object", "properties": {"h": {"type": "number"}}, "required": ["h"]}}}, "required": ["place"]}}}, {"name": "stop", "description": "", "parameters": {"type": "object", "properties": {}}}], "bos_token": "<s>", "add_generation_prompt": true}
            """;

        var prompt = JinjaCases.Render(Template, variables);

        Assert.Equal("<s>[system]\nBe brief.\nTools:\n- weather({place: str; days?: int; unit?: \"C\" | \"F\"; at?: {h: number}[]}): Tells the weather.\n- stop({}): no description\n\n[user]\nWie ist das Wetter in Köln? 😀\n[assistant]\n(ask) I ask.<call 1>{\"name\": \"weather\", \"arguments\": {\"place\": \"Köln\", \"days\": 2, \"at\": [{\"h\": 9.0}]}} at=[{\"h\": 9.0}] days=2 place=Köln\n[tool]\n{\"temp\": 21.5}\n[assistant]\n", prompt);
    }

    [Fact]
    public void Template_NoToolsAndNoPrompt_IsWrittenAsByJinja2()
    {
        const string variables = """
            {"messages": [{"role": "user", "content": "Wie ist das Wetter in Köln? 😀"}, {"role": "assistant", "content": null}], "tools": null, "bos_token": "", "add_generation_prompt": false}
            """;

        var prompt = JinjaCases.Render(Template, variables);

        Assert.Equal("[system]\nBe brief.\n[user]\nWie ist das Wetter in Köln? 😀\n[assistant]\n", prompt);
    }

    [Fact]
    public void Template_RefusesTheConversation_ItsOwnWordsAreTheReason()
    {
        const string variables = """
            {"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}], "bos_token": ""}
            """;

        var fault = Assert.Throws<RaisedByTemplateException>(() => JinjaCases.Render(Template, variables));

        Assert.Equal("Two messages of the user follow each other at 1", fault.Reason);
    }
}
