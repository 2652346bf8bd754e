using System.Text.Json;
using Gateway.Llama.Grammar;
using NJsonSchema;

namespace Gateway.Llama.Tests.Grammar;

/// <summary>
/// The promise itself: whatever tokens a model picks among those that are allowed, the answer is JSON and fulfils its schema, by the judgement
/// of libllama on one side and of a validator that knows nothing of grammars on the other.
/// </summary>
public sealed class RandomSentenceTests
{
    private const int Seeds = 20;

    public static bool NoLibrary => GrammarVocabulary.IsMissing;

    // With enum for const, which the validator does not know.
    public static TheoryData<string> Schemas { get; } =
    [
        """{"type":"null"}""",
        """{"type":"boolean"}""",
        """{"type":"string"}""",
        """{"type":"string","minLength":3}""",
        """{"type":"string","maxLength":5}""",
        """{"type":"string","minLength":120,"maxLength":321}""",
        """{"type":"integer"}""",
        """{"type":"number"}""",
        """{"type":"integer","minimum":-20,"maximum":1305}""",
        """{"type":"integer","exclusiveMinimum":17}""",
        """{"type":"integer","maximum":-3}""",
        """{"type":"number","minimum":0,"maximum":1}""",
        """{"type":"number","exclusiveMinimum":-7,"exclusiveMaximum":12}""",
        """{"type":"number","maximum":-5}""",
        """{"type":["string","integer","null"],"minLength":1,"minimum":0}""",
        """{"enum":["a","ab","abc\n","\"",1,12,-0.5,null,true,{"x":["é"]},[]]}""",
        """{"type":"array"}""",
        """{"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":4}""",
        """{"type":"array","items":{"type":"array","items":{"type":"boolean"},"maxItems":2}}""",
        """{"type":"array","items":{"type":"null"},"minItems":130,"maxItems":260}""",
        """{"type":"object"}""",
        """{"type":"object","additionalProperties":{"type":"integer"}}""",
        """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name","age"],"additionalProperties":false}""",
        """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"},"c":{"type":"null"},"d":{"type":"boolean"}},"required":["c"],"additionalProperties":false}""",
        """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"},"c":{"type":"null"}},"additionalProperties":false}""",
        """{"type":"object","properties":{"a":{"type":"integer"},"ab":{"type":"integer"},"\"q\\":{"type":"null"}},"additionalProperties":{"type":"boolean"}}""",
        """{"type":"object","properties":{"a":{"type":"integer"}},"required":["a","z"]}""",
        """{"type":"object","properties":{"x y":{"type":"string"},"日本":{"type":"integer"},"q\"\\\n":{"type":"null"}},"required":["x y","日本","q\"\\\n"]}""",
        """{"anyOf":[{"type":"string"},{"type":"integer"},{"type":"array","items":{"type":"string"}}]}""",
        """{"type":"array","items":{"anyOf":[{"type":"object","properties":{"k":{"enum":["a"]},"n":{"type":"integer"}},"required":["k","n"],"additionalProperties":false},{"type":"object","properties":{"k":{"enum":["ab"]},"s":{"type":"string"}},"required":["k","s"],"additionalProperties":false}]}}""",
        """{"oneOf":[{"type":"object","properties":{"k":{"enum":["x","y"]},"n":{"type":"integer"}},"required":["k"],"additionalProperties":false},{"type":"object","properties":{"k":{"enum":["z"]},"s":{"type":"string"}},"required":["k"],"additionalProperties":false}]}""",
        """{"type":"object","allOf":[{"$ref":"#/definitions/named"},{"properties":{"age":{"type":"integer"}},"required":["age"]}],"definitions":{"named":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}}}""",
        """{"type":"object","properties":{"value":{"type":"integer"},"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["value","next"],"additionalProperties":false}""",
        """{"type":"object","properties":{"root":{"$ref":"#/definitions/tree"}},"required":["root"],"additionalProperties":false,"definitions":{"tree":{"type":"object","properties":{"label":{"type":"string","maxLength":3},"children":{"type":"array","items":{"$ref":"#/definitions/tree"}}},"required":["label"],"additionalProperties":false}}}""",
        """{"type":"object","properties":{"root":{"$ref":"#/definitions/expr"}},"required":["root"],"additionalProperties":false,"definitions":{"expr":{"anyOf":[{"type":"object","properties":{"op":{"enum":["add"]},"l":{"$ref":"#/definitions/expr"},"r":{"$ref":"#/definitions/expr"}},"required":["op","l","r"],"additionalProperties":false},{"type":"object","properties":{"op":{"enum":["num"]},"v":{"type":"number"}},"required":["op","v"],"additionalProperties":false}]}}}""",
        """{"type":"object","properties":{"steps":{"type":"array","items":{"type":"object","properties":{"explanation":{"type":"string"},"output":{"type":"string"}},"required":["explanation","output"],"additionalProperties":false}},"final_answer":{"type":"string"}},"required":["steps","final_answer"],"additionalProperties":false,"$schema":"http://json-schema.org/draft-07/schema#","title":"Math","description":"steps"}""",
        """{"type":"object","properties":{"city":{"type":"string","description":"City"},"unit":{"type":["string","null"],"enum":["C","F",null]},"days":{"type":"integer","minimum":1,"maximum":14}},"required":["city","unit"],"additionalProperties":false}""",
        """{"type":"array","items":{"type":"string","format":"date"},"minItems":3}""",
        """{"type":"array","items":{"type":"string","format":"date-time"},"minItems":3}""",
        """{"type":"array","items":{"type":"string","format":"uuid"}}""",
        """{"type":"array","items":{"type":"string","format":"ipv4"}}""",
        """{"type":"string","pattern":"^[A-Z]{2}-\\d{3,5}$"}""",
        """{"type":"array","items":{"type":"string","pattern":"^(?:a|b\"c)+(x.y|[^a-z\\\\])?\\\\$"},"minItems":2}""",
        """{"type":"string","pattern":"^#?[0-9a-fA-F_\\-.]{6}|none$"}""",
        """{"type":"object","properties":{"any":{},"more":{}},"required":["any","more"]}""",
    ];

    [Theory(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary), Timeout = 60_000)]
    [MemberData(nameof(Schemas))]
    public async Task FromSchema_RandomSentences_FulfilTheSchema(string schema)
    {
        var grammar = JsonSchemaGrammar.FromSchema(JsonElement.Parse(schema));
        var validator = await JsonSchema.FromJsonAsync(schema, TestContext.Current.CancellationToken);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var sentence = Sentences.Draw(grammar, seed, TestContext.Current.CancellationToken);

            Assert.True(sentence is not null, $"seed {seed} did not end");
            using var document = JsonDocument.Parse(sentence, new JsonDocumentOptions { MaxDepth = 512 });
            var errors = validator.Validate(sentence);
            Assert.True(errors.Count == 0, $"seed {seed}: {sentence}: {string.Join("; ", errors)}");
        }
    }

    [Fact(Skip = GrammarVocabulary.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void AnyObject_RandomSentences_AreObjects()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var sentence = Sentences.Draw(JsonSchemaGrammar.AnyObject, seed, TestContext.Current.CancellationToken);

            Assert.NotNull(sentence);
            using var document = JsonDocument.Parse(sentence, new JsonDocumentOptions { MaxDepth = 512 });
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        }
    }
}
