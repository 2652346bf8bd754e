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

    [Fact]
    public async Task Parse_DefinitionsThatNameEachOtherTwice_TakesNoTime()
    {
        var definitions = Enumerable.Range(0, 60).Select(static i => $$"""
            "d{{i}}":{"anyOf":[{"$ref":"#/$defs/d{{i + 1}}"},{"$ref":"#/$defs/d{{i + 1}}"}]}
            """);
        var schema = """{"type":"array","items":{"$ref":"#/$defs/d60"},"$defs":{"d60":{"type":"number"},""" + string.Join(',', definitions) + "}}";

        // Followed from each place it would take years.
        var parsed = await Task.Run(() => Parse(schema), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(parsed.Accepts("[1]"));
    }

    [Fact]
    public void Accepts_TextThatEndsInHalfAnEmoji_IsFalse() => Assert.False(Parse("""{"type":"object"}""").Accepts("{}\ud83d"));

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
    [InlineData("""{"multipleOf":0}""", "#/multipleOf is 0; legal is a number above 0")]
    [InlineData("""{"minimum":"x"}""", "Could not convert")]
    public void Parse_SchemaThatWouldNotBeChecked_IsRefused(string schema, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<FormatException>(() => Parse(schema)).Message, StringComparison.Ordinal);

    private static AnswerSchema Parse(string schema) => AnswerSchema.Parse((JsonObject)JsonNode.Parse(schema)!);
}
