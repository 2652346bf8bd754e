using System.Text.Json.Nodes;
using NJsonSchema;

namespace Gateway.Policies;

/// <summary>A JSON Schema that an answer can be checked against.</summary>
public sealed class AnswerSchema
{
    private readonly JsonSchema _schema;
    private readonly string _text;

    private AnswerSchema(JsonSchema schema, string text)
    {
        _schema = schema;
        _text = text;
    }

    /// <summary>Parses a schema.</summary>
    /// <exception cref="FormatException">It is no schema, or uses a keyword that would not be checked; the message says which and what would be legal.</exception>
    internal static AnswerSchema Parse(JsonObject schema)
    {
        SchemaKeywords.Check(schema, "#");
        SchemaReferences.Check(schema);
        var text = schema.ToJsonString();
        try
        {
            // References outside the schema are refused above, so nothing is fetched and the task is complete when it is returned.
            var parsed = JsonSchema.FromJsonAsync(text);
            return parsed.IsCompleted
                ? new AnswerSchema(parsed.GetAwaiter().GetResult(), text)
                : throw new FormatException("the schema refers to something outside itself");
        }
        catch (Exception exception) when (exception is InvalidOperationException or Newtonsoft.Json.JsonException)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    /// <summary>True where the answer is JSON, plain or in a code fence, and fulfils the schema.</summary>
    public bool Accepts(string answer)
    {
        using var json = JsonText.Parse(answer);
        if (json is null) return false;
        try
        {
            return _schema.Validate(json.RootElement.GetRawText()).Count == 0;
        }
        catch (Exception exception) when (exception is InvalidCastException or ArithmeticException or FormatException or InvalidOperationException or Newtonsoft.Json.JsonException)
        {
            // NJsonSchema throws for numbers beyond 64 bits where a schema wants an integer: an answer that cannot be checked does not pass.
            return false;
        }
    }

    public override string ToString() => _text;
}
