using System.Text;
using Gateway.Llama.Scheduling;
using Gateway.Llama.Templates;
using Gateway.Llama.Tools;

namespace Gateway.Llama;

/// <summary>A conversation as a model's tokens, or the fault that says why it is none.</summary>
internal static class LlamaPrompt
{
    /// <summary>At least one token, and room for one more in the model's context.</summary>
    /// <exception cref="ModelCallException">It is too long, the template has no place for one of the turns, or the model was unloaded.</exception>
    /// <param name="model">The model.</param>
    /// <param name="turns">The conversation.</param>
    /// <param name="tools">What the request's tools ask of the answer; the model is told of them.</param>
    /// <param name="beginning">The words with which the answer begins.</param>
    public static int[] Tokens(LlamaModel model, IReadOnlyList<ChatTurn> turns, ToolUse? tools = null, string beginning = "")
    {
        // Tokenising megabytes takes seconds: what cannot fit is not even tried.
        var atLeast = turns.Sum(static turn => (long)Encoding.UTF8.GetByteCount(turn.Text)) + Encoding.UTF8.GetByteCount(beginning);
        atLeast /= model.Vocabulary.LongestToken;
        if (atLeast >= model.ContextTokens) throw TooLong(model, $"at least {atLeast}");
        var tokens = Tokenize(model, turns, tools, beginning);
        return tokens.Length < model.ContextTokens ? tokens : throw TooLong(model, $"{tokens.Length}");
    }

    private static int[] Tokenize(LlamaModel model, IReadOnlyList<ChatTurn> turns, ToolUse? tools, string beginning)
    {
        try
        {
            var prompt = PromptTokens.Of(turns, tools, model.Template, model.Vocabulary);
            if (beginning.Length == 0) return prompt;
            List<int> begun = [.. prompt];
            model.Vocabulary.TokenizeText(beginning, begun);
            return [.. begun];
        }
        catch (NotSupportedException e)
        {
            throw ChatRequest.Refused($"{e.Message}.", "messages");
        }
        catch (ObjectDisposedException e)
        {
            throw new ModelCallException(OwnerThread.Unloaded with { Cause = e });
        }
    }

    private static ModelCallException TooLong(LlamaModel model, string promptTokens)
    {
        var message = $"The prompt has {promptTokens} tokens; {model.Name} reads at most {model.ContextTokens}, prompt and answer together.";
        return new ModelCallException(new ModelFault(FaultKind.ContextTooLong, message)
        {
            Status = 400,
            Upstream = new UpstreamError(message, "invalid_request_error", "messages", "context_length_exceeded"),
        });
    }
}
