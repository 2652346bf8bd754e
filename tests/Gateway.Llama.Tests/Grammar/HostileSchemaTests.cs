using System.Text.Json;
using Gateway.Llama.Grammar;

namespace Gateway.Llama.Tests.Grammar;

public sealed class HostileSchemaTests
{
    [Theory(Timeout = 20_000)]
    [InlineData("1", "#", "")]
    [InlineData("false", "#", "")]
    [InlineData("[]", "#", "")]
    [InlineData("""{"$ref":"#"}""", "#", "$ref")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}""", "#/$defs/b", "$ref")]
    [InlineData("""{"$ref":"https://example.com/x.json"}""", "#", "$ref")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "#", "$ref")]
    [InlineData("""{"$ref":1}""", "#", "$ref")]
    [InlineData("""{"anyOf":[{"$ref":"#"}]}""", "#", "")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"type":"null"}]}""", "#", "")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}""", "#", "")]
    [InlineData("""{"type":"array","items":{"$ref":"#"},"minItems":1}""", "#", "")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer","multipleOf":3}}}""", "#/properties/a", "multipleOf")]
    [InlineData("""{"type":"array","items":{"type":"string"},"uniqueItems":true}""", "#", "uniqueItems")]
    [InlineData("""{"not":{"type":"null"}}""", "#", "not")]
    [InlineData("""{"type":"object","patternProperties":{}}""", "#", "patternProperties")]
    [InlineData("""{"type":"object","minProperties":1}""", "#", "minProperties")]
    [InlineData("""{"if":{},"then":{}}""", "#", "if")]
    [InlineData("""{"type":"string","format":"email"}""", "#", "format")]
    [InlineData("""{"type":"string","format":"date","maxLength":3}""", "#", "maxLength")]
    [InlineData("""{"type":"text"}""", "#", "type")]
    [InlineData("""{"type":[]}""", "#", "type")]
    [InlineData("""{"enum":[]}""", "#", "enum")]
    [InlineData("""{"type":"integer","enum":["a"]}""", "#", "enum")]
    [InlineData("""{"enum":["a"],"maxLength":1}""", "#", "maxLength")]
    [InlineData("""{"anyOf":[]}""", "#", "anyOf")]
    [InlineData("""{"anyOf":[{}],"type":"object"}""", "#", "type")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "#", "oneOf")]
    [InlineData("""{"oneOf":[{"const":1},{"const":1.0}]}""", "#", "oneOf")]
    [InlineData("""{"allOf":[{"type":"string"},{"type":"string","minLength":1}]}""", "#/allOf/0", "type")]
    [InlineData("""{"allOf":[{"properties":{"a":{"type":"null"}}},{"properties":{"a":{"type":"string"}}}]}""", "#", "allOf")]
    [InlineData("""{"allOf":[{"properties":{"a":true},"additionalProperties":false},{"properties":{"b":true}}]}""", "#/allOf/0", "additionalProperties")]
    [InlineData("""{"type":"object","required":["x"],"additionalProperties":false}""", "#", "required")]
    [InlineData("""{"type":"object","required":"x"}""", "#", "required")]
    [InlineData("""{"type":"object","properties":[]}""", "#", "properties")]
    [InlineData("""{"type":"object","properties":{"a/b":{"type":"x"}}}""", "#/properties/a~1b", "type")]
    [InlineData("""{"type":"array","items":[{}]}""", "#", "items")]
    [InlineData("""{"type":"array","items":false,"minItems":1}""", "#", "minItems")]
    [InlineData("""{"type":"array","minItems":3,"maxItems":2}""", "#", "maxItems")]
    [InlineData("""{"type":"string","minLength":-1}""", "#", "minLength")]
    [InlineData("""{"type":"string","maxLength":100001}""", "#", "maxLength")]
    [InlineData("""{"type":"string","maxLength":1e400}""", "#", "maxLength")]
    [InlineData("""{"type":"integer","minimum":5,"maximum":4}""", "#", "maximum")]
    [InlineData("""{"type":"integer","minimum":1e300}""", "#", "minimum")]
    [InlineData("""{"type":"integer","minimum":99999999999999999}""", "#", "minimum")]
    [InlineData("""{"type":"number","minimum":0.5}""", "#", "minimum")]
    [InlineData("""{"type":"number","exclusiveMinimum":true}""", "#", "exclusiveMinimum")]
    [InlineData("""{"type":"string","pattern":"("}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"a)"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"[a"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"[]"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"a**"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"a*?"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"(?=a)"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"(?<n>a)"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"\\1"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"\\bfoo"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"\\s"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"\\"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"a^b"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"$a"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"[\"]"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"a{2,1}"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"a{1001}"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"(a{1,100}){1,100}"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"((a+)+){0,999}"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"😀"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"\\u0041"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"(a*)*"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"(a|a)*"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"(a+)+"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"a*a*"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"ab|ac"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"(a?b?)*"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"((={1,3}){1,3}){1,3}"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":".*x"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"\\w+\\d"}""", "#", "pattern")]
    [InlineData("""{"const":"\ud800"}""", "#", "")]
    [InlineData("""{"type":"object","properties":{"\ud800":true}}""", "#", "")]
    [InlineData("""{"type":"string","type":"null"}""", "#", "")]
    public async Task FromSchema_WhatCannotBePromised_IsRefusedWithItsPlace(string schema, string place, string keyword)
    {
        var refusal = await Soon(() => Assert.Throws<UnsupportedSchemaException>(() => JsonSchemaGrammar.FromSchema(JsonElement.Parse(schema))), TestContext.Current.CancellationToken);

        Assert.Equal((place, keyword), (refusal.Pointer, refusal.Keyword));
        Assert.StartsWith($"{place}: ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("deep")]
    [InlineData("deep enum")]
    [InlineData("long chain of references")]
    [InlineData("many properties")]
    [InlineData("many counts")]
    [InlineData("long text")]
    [InlineData("two ways at each step")]
    [InlineData("two ways at each step, behind a property")]
    [InlineData("alike and recursive")]
    [InlineData("alike and recursive arrays")]
    [InlineData("wide choice")]
    public async Task FromSchema_TooMuch_IsRefusedSoon(string kind)
    {
        var schema = JsonElement.Parse(Hostile(kind), new JsonDocumentOptions { MaxDepth = 100_000 });

        await Soon(() => Assert.Throws<UnsupportedSchemaException>(() => JsonSchemaGrammar.FromSchema(schema)), TestContext.Current.CancellationToken);
    }

    private static Task<T> Soon<T>(Func<T> check, CancellationToken cancellationToken) => Task.Run(check, cancellationToken).WaitAsync(cancellationToken);

    private static string Hostile(string kind) => kind switch
    {
        "deep" => string.Concat(Enumerable.Repeat("{\"items\":", 65)) + "true" + new string('}', 65),
        "deep enum" => $"{{\"const\":{new string('[', 5000)}{new string(']', 5000)}}}",
        "long chain of references" => Definitions(6000, static i => $"{{\"type\":\"array\",\"items\":{Reference(i + 1)}}}"),
        "many properties" => $"{{\"properties\":{{{string.Join(',', Enumerable.Range(0, 3000).Select(static i => $"\"p{i}\":{{\"type\":\"null\"}}"))}}}}}",
        "many counts" => $"{{\"properties\":{{{string.Join(',', Enumerable.Range(0, 60).Select(static i => $"\"p{i}\":{{\"items\":{{\"type\":\"null\"}},\"maxItems\":{9999 + i}}}"))}}}}}",
        "long text" => $"{{\"const\":\"{new string('x', 300_000)}\"}}",
        "two ways at each step" => Definitions(60, static i => $"{{\"anyOf\":[{Reference(i + 1)},{{\"anyOf\":[{Reference(i + 1)},{{\"type\":\"null\"}}]}}]}}"),
        "two ways at each step, behind a property" => Definitions(60, static i => $"{{\"anyOf\":[{{\"properties\":{{\"a\":{Reference(i + 1)}}}}},{{\"properties\":{{\"a\":{Reference(i + 1)},\"b\":true}}}}]}}"),
        "alike and recursive" => """{"anyOf":[{"properties":{"a":{"$ref":"#"}}},{"properties":{"a":{"$ref":"#"},"b":true}}]}""",
        "alike and recursive arrays" => """{"anyOf":[{"type":"array","items":{"$ref":"#"}},{"type":"array","items":{"$ref":"#"},"maxItems":3}]}""",
        _ => $"{{\"anyOf\":[{string.Join(',', Enumerable.Range(0, 500).Select(static i => $"{{\"const\":{i}}}"))}]}}",
    };

    private static string Definitions(int count, Func<int, string> definition) =>
        $"{{\"$ref\":\"#/$defs/d0\",\"$defs\":{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"d{i}\":{definition(i)}"))},\"d{count}\":{{\"type\":\"null\"}}}}}}";

    private static string Reference(int index) => $"{{\"$ref\":\"#/$defs/d{index}\"}}";
}
