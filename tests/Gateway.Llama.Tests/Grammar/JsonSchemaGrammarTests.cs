using System.Text.Json;
using Gateway.Llama.Grammar;

namespace Gateway.Llama.Tests.Grammar;

/// <summary>Which texts are sentences of a schema's grammar, keyword by keyword.</summary>
public sealed class JsonSchemaGrammarTests
{
    public static bool NoLibrary => GrammarVocabulary.IsMissing;

    [Theory(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    [InlineData("""{"type":"null"}""", "null")]
    [InlineData("""{"type":"boolean"}""", "true", "false")]
    [InlineData("""{"type":"string"}""", "\"\"", "\"a\\n\\u00e9 é日本😀\"", "\"\\ud83d\\ude00\"", "\"</s>\"")]
    [InlineData("""{"type":"integer"}""", "0", "-7", "9999999999999999")]
    [InlineData("""{"type":"number"}""", "0", "-0.5", "1e9", "1.25E-07", "10")]
    [InlineData("""{"type":["string","null"]}""", "\"\"", "null")]
    [InlineData("""{"type":["integer","number"]}""", "1", "1.5")]
    [InlineData("""{"enum":["a","b",1,null,{"x":[1.50]}]}""", "\"a\"", "\"b\"", "1", "null", "{\"x\":[1.50]}")]
    [InlineData("""{"type":"string","enum":["red","reddish","re",2]}""", "\"red\"", "\"reddish\"", "\"re\"")]
    [InlineData("""{"const":"a\"\\\n[]é"}""", "\"a\\\"\\\\\\n[]é\"")]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[]", "[1]", "[1,2, 3]")]
    [InlineData("""{"type":"array","items":{"const":0},"minItems":2,"maxItems":3}""", "[0,0]", "[0,0,0]")]
    [InlineData("""{"type":"array","items":{"const":0},"maxItems":0}""", "[]")]
    [InlineData("""{"type":"array","prefixItems":[{"const":1},{"const":2}],"items":{"const":3},"minItems":3}""", "[1,2,3]", "[1,2,3,3]")]
    [InlineData("""{"type":"array","prefixItems":[{"const":1},{"const":2}]}""", "[1,2]")]
    [InlineData("""{"type":"array","prefixItems":[{"const":1},{"const":2}],"maxItems":1}""", "[1]")]
    [InlineData("""{"type":"array"}""", "[]", "[{\"a\":[1,\"x\"]},null]")]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"ab\"", "\"a\\n\"", "\"abc\"", "\"\\u00e9日\\\"\"")]
    [InlineData("""{"type":"string","minLength":2}""", "\"ab\"", "\"a😀bcdef\"")]
    [InlineData("""{"type":"object","properties":{"a":{"const":1},"b":{"const":2},"c":{"const":3}},"required":["b"]}""", "{\"b\":2}", "{\"a\":1,\"b\":2}", "{\"b\":2, \"c\": 3}", "{\"a\":1,\"b\":2,\"c\":3}")]
    [InlineData("""{"type":"object","properties":{"a":{"const":1},"b":{"const":2}}}""", "{}", "{\"a\":1}", "{\"b\":2}", "{\"a\":1,\"b\":2}")]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":false}""", "{}")]
    [InlineData("""{"type":"object"}""", "{}", "{\"x\":[1,{\"y\":null}]}")]
    [InlineData("""{"type":"object","required":["q"]}""", "{\"q\":[]}")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"}}""", "{}", "{\"x\":1,\"\":2}")]
    [InlineData("""{"type":"object","properties":{"ab":{"const":1}},"additionalProperties":{"const":2}}""", "{}", "{\"ab\":1}", "{\"ab\":1,\"a\":2}", "{\"abc\":2,\"\":2,\"b\":2}")]
    [InlineData("""{"anyOf":[{"type":"null"},{"const":1}]}""", "null", "1")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"integer"}]}""", "1", "\"\"")]
    [InlineData("""{"oneOf":[{"type":"object","properties":{"k":{"const":"a"}},"required":["k"]},{"type":"object","properties":{"k":{"const":"b"},"n":{"type":"null"}},"required":["k","n"]}]}""", "{\"k\":\"a\"}", "{\"k\":\"b\",\"n\":null}")]
    [InlineData("""{"allOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"b":{"const":2}}}],"type":"object"}""", "{\"a\":1}", "{\"a\":1,\"b\":2}")]
    [InlineData("""{"properties":{"a":{"allOf":[{"$ref":"#/$defs/x"}],"description":"d"}},"$defs":{"x":{"type":"null"}}}""", "{\"a\":null}")]
    [InlineData("""{"type":"object","properties":{"v":{"type":"null"},"next":{"$ref":"#"}},"required":["v"]}""", "{\"v\":null}", "{\"v\":null,\"next\":{\"v\":null,\"next\":{\"v\":null}}}")]
    [InlineData("""{"$ref":"#/definitions/a~1b","definitions":{"a/b":{"const":1}}}""", "1")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2024-02-28\"", "\"1999-12-31\"", "\"2001-04-30\"")]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2024-02-28T23:59:59Z\"", "\"1999-12-31T00:00:00.5+01:30\"")]
    [InlineData("""{"type":"string","format":"uuid"}""", "\"00112233-4455-6677-8899-aabbccddeeff\"")]
    [InlineData("""{"type":"string","format":"ipv4"}""", "\"127.0.0.1\"", "\"255.199.25.249\"")]
    [InlineData("""{"minimum":3,"type":"integer"}""", "3", "10", "999")]
    [InlineData("""{"type":"integer","minimum":-12,"exclusiveMaximum":105}""", "-12", "-9", "-1", "0", "-0", "9", "10", "99", "100", "104")]
    [InlineData("""{"type":"number","minimum":0,"maximum":1}""", "0", "0.0", "0.75", "1", "1.0")]
    [InlineData("""{"type":"number","exclusiveMinimum":-2,"exclusiveMaximum":1}""", "-1", "-1.5", "-0", "0", "0.25")]
    [InlineData("""{"type":"string","pattern":"^[A-Z]{2}-\\d+$"}""", "\"AB-1\"", "\"XY-999\"")]
    [InlineData("""{"type":"string","pattern":"\"\\\\."}""", "\"\\\"\\\\x\"")]
    [InlineData("true", "1", "[]", "{}")]
    [InlineData("{}", "null")]
    public void FromSchema_LegalValue_IsASentence(string schema, params string[] values)
    {
        var grammar = FromSchema(schema);
        foreach (var value in values) Assert.True(Spelling.IsSentence(grammar, value), value);
    }

    [Theory(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    [InlineData("""{"type":"string"}""", "\"\n\"", "\"\\x\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\u12\"", "x")]
    [InlineData("""{"type":"integer"}""", "01", "1.0", "1e3", "+1", "-", "99999999999999999")]
    [InlineData("""{"type":"number"}""", "1.", ".5", "1e", "1e999", "NaN")]
    [InlineData("""{"type":"string","enum":["red",2]}""", "2", "\"re\"", "\"reds\"")]
    [InlineData("""{"type":"array","items":{"const":0},"minItems":2,"maxItems":3}""", "[0]", "[0,0,0,0]", "[0,0,]", "[0,  0]", "[]")]
    [InlineData("""{"type":"array","prefixItems":[{"const":1},{"const":2}],"items":{"const":3},"minItems":3}""", "[1,2]", "[1,3,2]")]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"a\"", "\"abcd\"", "\"\\u00e9\"")]
    [InlineData("""{"type":"object","properties":{"a":{"const":1},"b":{"const":2}},"required":["b"]}""", "{}", "{\"a\":1}", "{\"b\":2,\"a\":1}", "{,\"b\":2}", "{\"a\":1 \"b\":2}", "{\"b\":2,}", "{\"b\":2,\"x\":1}")]
    [InlineData("""{"type":"object","properties":{"ab":{"const":1}},"additionalProperties":{"const":2}}""", "{\"ab\":2}", "{\"\\u0061b\":2}", "{\"a\":1}")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2023-02-29\"", "\"2001-04-31\"", "\"2001-13-01\"", "\"2001-00-10\"")]
    [InlineData("""{"type":"string","format":"ipv4"}""", "\"256.0.0.1\"", "\"1.2.3\"", "\"01.2.3.4\"")]
    [InlineData("""{"type":"integer","minimum":-12,"exclusiveMaximum":105}""", "-13", "-20", "-100", "105", "110", "1000", "00")]
    [InlineData("""{"type":"string","pattern":"^[A-Z]{2}-\\d+$"}""", "\"AB-\"", "\"ABC-1\"", "\"AB-1 \"")]
    [InlineData("""{"type":"number","minimum":0,"maximum":1}""", "-0.5", "1.01", "2", "10", "1e5")]
    [InlineData("""{"type":"number","exclusiveMinimum":-2,"exclusiveMaximum":1}""", "-2", "-2.0", "1", "1.0")]
    [InlineData("""{"type":"number","exclusiveMinimum":3,"maximum":4}""", "3", "3.0", "3.000", "4.1")]
    public void FromSchema_IllegalValue_IsNoSentence(string schema, params string[] values)
    {
        var grammar = FromSchema(schema);
        foreach (var value in values) Assert.False(Spelling.IsSentence(grammar, value), value);
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void FromSchema_IntegerRange_IsExact()
    {
        foreach (var (low, high) in ((int, int)[])[(0, 0), (0, 9), (5, 5), (7, 13), (99, 101), (-15, -3), (-3, 250), (10, 1000), (123, 4567)])
        {
            var grammar = FromSchema($$"""{"type":"integer","minimum":{{low}},"maximum":{{high}}}""");
            for (var value = low - 120; value <= high + 120; value += high - low > 500 ? 7 : 1) Assert.Equal(value >= low && value <= high, Spelling.IsSentence(grammar, value.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void FromSchema_LongCounts_AreExact()
    {
        var grammar = FromSchema("""{"type":"string","minLength":150,"maxLength":1234}""");
        foreach (var length in (int[])[0, 149, 150, 151, 250, 349, 350, 1133, 1134, 1233, 1234, 1235, 1300])
        {
            Assert.Equal(length is >= 150 and <= 1234, Spelling.IsSentence(grammar, $"\"{new string('x', length)}\""));
        }
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void AnyObject_Objects_AreSentencesAndOthersAreNot()
    {
        foreach (var value in (string[])["{}", "{\"a\":{\"b\":[true,false,null,1.5,\"x\"]}}"]) Assert.True(Spelling.IsSentence(JsonSchemaGrammar.AnyObject, value), value);
        foreach (var value in (string[])["[]", "1", "{\"a\"}", "{\"a\":1", " {}", "{}\n"]) Assert.False(Spelling.IsSentence(JsonSchemaGrammar.AnyObject, value), value);
    }

    private static string FromSchema(string schema) => JsonSchemaGrammar.FromSchema(JsonElement.Parse(schema));
}
