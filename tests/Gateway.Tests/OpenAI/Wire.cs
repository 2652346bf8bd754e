using System.Buffers;
using System.Text;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

/// <summary>Between text and the bytes of the wire.</summary>
internal static class Wire
{
    public static AnswerIdentity Identity { get; } = new("chatcmpl-1", DateTimeOffset.FromUnixTimeSeconds(1700000000), "asked");

    public static ChatRequest Parse(string json) => ChatRequest.Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>The request that goes out for the one that came in, as the engine passes it on: with cloned options.</summary>
    public static string Forward(string json, Action<ChatOptions>? change = null, bool stream = false, int n = 1)
    {
        var prompt = Parse(json).ToPrompt();
        var options = prompt.Options.Clone();
        change?.Invoke(options);
        return Write(prompt.Messages, options, stream, n);
    }

    public static string Write(IEnumerable<ChatMessage> messages, ChatOptions? options = null, bool stream = false, int n = 1) =>
        Text(output => RequestMapping.Write(output, messages, options, "up", stream, n));

    public static ChatResponse ReadCompletion(string json) => CompletionReader.Read(Encoding.UTF8.GetBytes(json), "m");

    /// <summary>The updates of these events' data, in order.</summary>
    public static List<ChatResponseUpdate> ReadChunks(params string[] data)
    {
        var reader = new ChunkReader("m");
        var updates = new Queue<ChatResponseUpdate>();
        foreach (var json in data) reader.Read(Encoding.UTF8.GetBytes(json), updates);
        reader.Complete(updates);
        return [.. updates];
    }

    public static string WriteCompletion(IReadOnlyList<ChatResponseUpdate> answer, Spend? spend = null, bool logprobs = false) =>
        Text(output => ChatCompletionWriter.Write(output, Identity, answer, spend, logprobs));

    /// <summary>A stream of these updates, whole: from the first role to the end of the last event.</summary>
    public static string WriteChunks(IReadOnlyList<ChatResponseUpdate> updates, bool includeUsage = false, bool logprobs = false, Spend spend = default) =>
        Text(output =>
        {
            using var writer = new ChatChunkWriter(output, Identity, includeUsage, logprobs);
            foreach (var update in updates) writer.Write(update);
            writer.Complete(spend);
            writer.WriteDone();
        });

    /// <summary>The choices of each event in a stream, one line an event, without what every chunk repeats.</summary>
    public static string ChoicesOf(string stream) => stream
        .Replace("""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"asked",""", "{", StringComparison.Ordinal)
        .Replace("\n\n", "\n", StringComparison.Ordinal)
        .TrimEnd();

    /// <summary>What the engine yields when a policy delivers a candidate whose response is there whole.</summary>
    public static List<ChatResponseUpdate> Deliver(ChatResponse response) =>
    [
        .. response.Messages.Select(message => new ChatResponseUpdate(message.Role, message.Contents)
        {
            FinishReason = response.FinishReason,
            RawRepresentation = response.RawRepresentation,
            AdditionalProperties = response.AdditionalProperties,
        }),
    ];

    public static string Text(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
