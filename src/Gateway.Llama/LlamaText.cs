using System.Text;
using Gateway.Llama.Scheduling;

namespace Gateway.Llama;

/// <summary>A text without a chat template as a model's tokens, or the fault that says why it is none.</summary>
internal static class LlamaText
{
    /// <summary>At least one token; a begin token where the model wants one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="value">The text.</param>
    /// <param name="most">The most tokens.</param>
    /// <param name="parameter">The request's field that it came in.</param>
    /// <exception cref="ModelCallException">It is empty or too long, a token is none of the model's, or the model was unloaded.</exception>
    public static int[] Tokens(LlamaModel model, ModelText value, int most, string parameter)
    {
        var tokens = value.Tokens is { } given ? Checked(model, given, parameter) : Tokenize(model, value.Text ?? "", most, parameter);
        if (tokens.Length == 0) throw ChatRequest.Refused($"'{parameter}' must not be empty.", parameter);
        return tokens.Length <= most ? tokens : throw TooLong(model, $"{tokens.Length}", most, parameter);
    }

    private static int[] Tokenize(LlamaModel model, string text, int most, string parameter)
    {
        // Tokenising megabytes takes seconds: what cannot fit is not even tried.
        var atLeast = Encoding.UTF8.GetByteCount(text) / model.Vocabulary.LongestToken;
        if (atLeast > most) throw TooLong(model, $"at least {atLeast}", most, parameter);
        if (text.Length == 0) return [];
        var tokens = new List<int>();
        try
        {
            if (model.Vocabulary.BeginOfText is { } begin) tokens.Add(begin);
            model.Vocabulary.TokenizeText(text, tokens);
        }
        catch (ObjectDisposedException e)
        {
            throw new ModelCallException(OwnerThread.Unloaded with { Cause = e });
        }

        return [.. tokens];
    }

    private static int[] Checked(LlamaModel model, IReadOnlyList<int> tokens, string parameter)
    {
        // libllama refuses such a token with the whole batch, in which others are.
        foreach (var token in tokens)
        {
            if (token < 0 || token >= model.Vocabulary.Count) throw ChatRequest.Refused($"{token} is no token of {model.Name}; its tokens are 0 to {model.Vocabulary.Count - 1}.", parameter);
        }

        return [.. tokens];
    }

    private static ModelCallException TooLong(LlamaModel model, string tokens, int most, string parameter)
    {
        var message = $"A text has {tokens} tokens; {model.Name} reads at most {most}.";
        return new ModelCallException(new ModelFault(FaultKind.ContextTooLong, message)
        {
            Status = 400,
            Upstream = new UpstreamError(message, "invalid_request_error", parameter, "context_length_exceeded"),
        });
    }
}
