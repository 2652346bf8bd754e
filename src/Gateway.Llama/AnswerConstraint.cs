using Gateway.Llama.Grammar;
using Gateway.Llama.Scheduling;
using Gateway.Llama.Templates;
using Gateway.Llama.Tools;
using Microsoft.Extensions.AI;

namespace Gateway.Llama;

/// <summary>What a request's answer has to follow: its <c>response_format</c> and its tools as grammars.</summary>
internal static class AnswerConstraint
{
    private const string Parameter = "response_format";

    /// <returns>Null where the answer may be anything.</returns>
    /// <exception cref="ModelCallException">A schema says what a grammar cannot promise, or the model was unloaded.</exception>
    public static ITokenConstraint? Of(ChatOptions? options, ToolUse? tools, Vocabulary vocabulary)
    {
        try
        {
            var format = tools is { Required: true } ? null : options?.ResponseFormat as ChatResponseFormatJson;
            if (tools is null) return format is null ? null : Of(format, vocabulary);
            return format is null
                ? tools.Constraint(vocabulary, textBefore: true)
                : new EitherConstraint(Of(format, vocabulary), tools.Constraint(vocabulary, textBefore: false));
        }
        catch (ObjectDisposedException e)
        {
            throw new ModelCallException(OwnerThread.Unloaded with { Cause = e });
        }
    }

    private static TokenGrammar Of(ChatResponseFormatJson format, Vocabulary vocabulary)
    {
        try
        {
            var grammar = format.Schema is { } schema ? JsonSchemaGrammar.FromSchema(schema) : JsonSchemaGrammar.AnyObject;
            return TokenGrammar.Parse(vocabulary, grammar, Parameter);
        }
        catch (Exception e) when (e is UnsupportedSchemaException or GrammarException)
        {
            throw ChatRequest.Refused($"A local model cannot keep to this schema: {e.Message}.", Parameter);
        }
    }
}
