using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>A parsed body of <c>POST /v1/completions</c>.</summary>
public sealed class CompletionRequest
{
    private const int MostPrompts = 128;
    private const int MostSamples = 128;
    private const int MostLogprobs = 20;

    // OpenAI's defaults of this endpoint.
    private const int DefaultMaxTokens = 16;
    private const float DefaultTemperature = 1;

    // Those that mean the same as in a chat request.
    private static readonly HashSet<string> Shared = ["model", "stream", "stream_options", "temperature", "top_p", "n", "stop", "seed", "presence_penalty", "frequency_penalty", "logit_bias", "top_k"];

    private CompletionRequest(RequestDraft draft, IReadOnlyList<ModelText> prompts) => (Model, Prompts, Stream, IncludeUsage, N, Options) = (draft.Model!, prompts, draft.Stream, draft.IncludeUsage, draft.N, draft.Options);

    public string Model { get; }

    /// <summary>The texts to continue, at least one.</summary>
    public IReadOnlyList<ModelText> Prompts { get; }

    public bool Stream { get; }

    /// <summary>The stream shall end with a chunk that tells the usage.</summary>
    public bool IncludeUsage { get; }

    /// <summary>Choices for each prompt.</summary>
    public int N { get; }

    /// <summary>Samples for each prompt, of which the <see cref="N"/> with the highest mean log probability are told.</summary>
    public int BestOf { get; private init; }

    /// <summary>The prompt is told before its continuation.</summary>
    public bool Echo { get; private init; }

    /// <summary>How many alternatives are told for each token; null: no log probabilities.</summary>
    public int? Logprobs { get; private init; }

    /// <summary>The first sample's; the others count on from it. Without one in the request it is the body's hash: the same body gets the same answer.</summary>
    public long Seed { get; private init; }

    /// <summary>How to continue; nothing in it is ever changed.</summary>
    public ChatOptions Options { get; }

    /// <summary>Reads a request. Fields that are not known are passed over.</summary>
    /// <param name="utf8Json">The body.</param>
    /// <exception cref="InvalidRequestException">The body is not a legal request; nothing else is thrown, whatever the bytes are.</exception>
    public static CompletionRequest Parse(ReadOnlyMemory<byte> utf8Json) => JsonBody.Read(utf8Json.Span, (ref reader) => Read(ref reader, new RequestDraft(utf8Json)));

    private static CompletionRequest Read(ref Utf8JsonReader reader, RequestDraft draft)
    {
        List<ModelText>? prompts = null;
        int? maxTokens = null, bestOf = null, logprobs = null;
        var echo = false;
        while (reader.NextField())
        {
            var name = reader.TakeName();
            if (name.SequenceEqual("prompt"u8)) prompts = ModelTextReader.Read(ref reader, "prompt", MostPrompts);
            else if (name.SequenceEqual("max_tokens"u8)) maxTokens = (int?)Expect.Integer(ref reader, "max_tokens", 0, int.MaxValue);
            else if (name.SequenceEqual("best_of"u8)) bestOf = (int?)Expect.Integer(ref reader, "best_of", 1, MostSamples);
            else if (name.SequenceEqual("logprobs"u8)) logprobs = (int?)Expect.Integer(ref reader, "logprobs", 0, MostLogprobs);
            else if (name.SequenceEqual("echo"u8)) echo = Expect.Flag(ref reader, "echo") ?? false;
            else if (name.SequenceEqual("suffix"u8)) RefuseSuffix(ref reader);
            else ReadShared(ref reader, draft, name);
        }

        reader.Read();
        return new CompletionRequest(draft, Complete(draft, prompts, maxTokens, bestOf, logprobs, echo))
        {
            BestOf = bestOf ?? draft.N,
            Echo = echo,
            Logprobs = logprobs,
            Seed = draft.Options.Seed ?? BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(draft.Json.Span)),
        };
    }

    private static void ReadShared(ref Utf8JsonReader reader, RequestDraft draft, ReadOnlySpan<byte> name)
    {
        if (RequestFields.Find(name) is not { } field || !Shared.Contains(field.Name))
        {
            reader.Skip();
            return;
        }

        try
        {
            field.Read(ref reader, draft);
        }
        catch (InvalidFieldException fault)
        {
            throw fault.Under(field.Name);
        }
    }

    private static List<ModelText> Complete(RequestDraft draft, List<ModelText>? prompts, int? maxTokens, int? bestOf, int? logprobs, bool echo)
    {
        if (draft.Model is null) throw Expect.Missing("model", "the name of a model, a string");
        if (prompts is null) throw Expect.Missing("prompt", ModelTextReader.Legal);
        if (maxTokens == 0 && !echo) throw Illegal("max_tokens", "may be 0 only with echo: true");
        if (bestOf < draft.N) throw Illegal("best_of", $"must be at least n ({draft.N})");
        if (bestOf > draft.N && draft.Stream) throw Illegal("best_of", "above n is not legal with stream: true: the best is known at the end");
        if (draft.HasStreamOptions && !draft.Stream) throw Illegal("stream_options", "is legal only with stream: true");
        if ((long)prompts.Count * (bestOf ?? draft.N) > MostSamples) throw Illegal(bestOf > draft.N ? "best_of" : "n", $"times the number of prompts must be at most {MostSamples}");
        var options = draft.Options;
        options.MaxOutputTokens = maxTokens ?? DefaultMaxTokens;
        options.Temperature ??= DefaultTemperature;
        if (logprobs is { } top) options.WantLogprobs(top);
        else if (bestOf > draft.N) options.WantLogprobs();
        return prompts;
    }

    private static void RefuseSuffix(ref Utf8JsonReader reader)
    {
        if (Expect.Text(ref reader, "suffix") is { Length: > 0 }) throw Illegal("suffix", "must be left out: local models continue a text and do not fill in");
    }

    private static InvalidFieldException Illegal(string field, string problem) => new(field, problem, InvalidFieldException.WrongValue);
}
