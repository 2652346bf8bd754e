using Gateway.Llama.Grammar;
using Gateway.Llama.Scheduling;
using Gateway.Llama.Templates;
using Microsoft.Extensions.AI;

namespace Gateway.Llama;

/// <summary>What a request's answer has to follow: its <c>response_format</c> as a grammar.</summary>
internal static class AnswerConstraint
{
    private const string Parameter = "response_format";

    /// <returns>Null where the answer may be anything.</returns>
    /// <exception cref="ModelCallException">The schema says what a grammar cannot promise, or the model was unloaded.</exception>
    public static ITokenConstraint? Of(ChatOptions? options, Vocabulary vocabulary)
    {
        if (options?.ResponseFormat is not ChatResponseFormatJson format) return null;
        try
        {
            var grammar = format.Schema is { } schema ? JsonSchemaGrammar.FromSchema(schema) : JsonSchemaGrammar.AnyObject;
            return TokenGrammar.Parse(vocabulary, grammar, Parameter);
        }
        catch (Exception e) when (e is UnsupportedSchemaException or GrammarException)
        {
            throw ChatRequest.Refused($"A local model cannot keep to this schema: {e.Message}.", Parameter);
        }
        catch (ObjectDisposedException e)
        {
            throw new ModelCallException(OwnerThread.Unloaded with { Cause = e });
        }
    }
}
