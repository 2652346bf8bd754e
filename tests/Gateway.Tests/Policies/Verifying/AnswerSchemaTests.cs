using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Verifying;

public sealed class AnswerSchemaTests
{
    [Theory]
    [InlineData("""{"type":"object"}""", """{}""", true)]
    [InlineData("""{"type":"object"}""", """[]""", false)]
    [InlineData("""{"type":"object"}""", """{} and more""", false)]
    [InlineData("""{"type":"object"}""", "not JSON", false)]
    [InlineData("""{"type":"object"}""", "", false)]
    [InlineData("""{"type":"integer"}""", "123456789012345678901234567890", false)]
    [InlineData("""{"type":["integer","null"]}""", "null", true)]
    [InlineData("""{"enum":["a",2]}""", "2", true)]
    [InlineData("""{"enum":["a",2]}""", "3", false)]
    [InlineData("""{"properties":{"a":{"exclusiveMinimum":0}}}""", """{"a":0}""", false)]
    [InlineData("""{"additionalProperties":false,"properties":{"a":{}}}""", """{"b":0}""", false)]
    [InlineData("""{"items":{"$ref":"#/$defs/n"},"$defs":{"n":{"type":"number"}}}""", """[1,2.5]""", true)]
    [InlineData("""{"items":{"$ref":"#/$defs/n"},"$defs":{"n":{"type":"number"}}}""", """["1"]""", false)]
    [InlineData("""{"properties":{"next":{"$ref":"#"}},"additionalProperties":false}""", """{"next":{"next":{}}}""", true)]
    [InlineData("""{"properties":{"next":{"$ref":"#"}},"additionalProperties":false}""", """{"next":{"last":{}}}""", false)]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"boolean"}]}""", "true", true)]
    [InlineData("""{"not":{"type":"string"}}""", "\"x\"", false)]
    public void Accepts_Answer_FollowsTheSchema(string schema, string answer, bool expected) => Assert.Equal(expected, Parse(schema).Accepts(answer));

    [Theory]
    [InlineData("""{"type":"strng"}""", "#/type is \"strng\"; legal are object, array,")]
    [InlineData("""{"const":3}""", "#/const would not be checked; write enum: [value] for const;")]
    [InlineData("""{"properties":{"a":{"pattern":"x"}}}""", "#/properties/a/pattern would not be checked; for patterns use {by: verifier, regex: R}")]
    [InlineData("""{"requird":["a"]}""", "#/requird would not be checked; did you mean 'required'?")]
    [InlineData("""{"properties":{"a":true}}""", "#/properties/a is not a schema")]
    [InlineData("""{"anyOf":[]}""", "#/anyOf is not a list of schemas")]
    [InlineData("""{"$ref":"https://example.org/s.json"}""", "the reference https://example.org/s.json leads nowhere")]
    [InlineData("""{"$ref":"#/$defs/a"}""", "the reference #/$defs/a leads nowhere")]
    [InlineData("""{"$ref":"#"}""", "the reference # leads back to itself: # -> #")]
    [InlineData("""{"items":{"$ref":"#/$defs/a"},"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}}}""", "the reference #/$defs/a leads back to itself")]
    [InlineData("""{"minimum":"x"}""", "Could not convert")]
    public void Parse_SchemaThatWouldNotBeChecked_IsRefused(string schema, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<FormatException>(() => Parse(schema)).Message, StringComparison.Ordinal);

    private static AnswerSchema Parse(string schema) => AnswerSchema.Parse((JsonObject)JsonNode.Parse(schema)!);
}
