using System.Text.Json;
using System.Text.Unicode;

namespace Gateway.OpenAI;

/// <summary>A parsed body of <c>POST /v1/chat/completions</c>.</summary>
public sealed class ChatRequest
{
    private readonly Prompt _prompt;

    private ChatRequest(RequestDraft draft)
    {
        Model = draft.Model!;
        Stream = draft.Stream;
        IncludeUsage = draft.IncludeUsage;
        N = draft.N;
        LogprobsRequested = draft.Logprobs;
        Gateway = draft.Gateway;
        _prompt = new Prompt(draft.Messages!, draft.Options);
    }

    /// <summary>The name that was asked for: a model's or a policy's.</summary>
    public string Model { get; }

    public bool Stream { get; }

    /// <summary>The stream shall end with a chunk that tells the usage (<c>stream_options.include_usage</c>).</summary>
    public bool IncludeUsage { get; }

    /// <summary>How many choices, 1 to 128.</summary>
    public int N { get; }

    public bool LogprobsRequested { get; }

    /// <summary>The <c>gateway</c> object; <see cref="GatewayExtension.None"/> without one.</summary>
    public GatewayExtension Gateway { get; }

    /// <summary>Reads a request. Of equal names the last counts; null is as good as absent.</summary>
    /// <param name="utf8Json">The body. Slices of it are kept: it must not change while the request, its prompt or a call made from it is in use.</param>
    /// <exception cref="InvalidRequestException">The body is not a legal request; nothing else is thrown, whatever the bytes are.</exception>
    public static ChatRequest Parse(ReadOnlyMemory<byte> utf8Json)
    {
        CheckText(utf8Json.Span);
        try
        {
            var draft = ReadFields(utf8Json);
            draft.Complete();
            return new ChatRequest(draft);
        }
        catch (InvalidFieldException fault)
        {
            throw fault.ToInvalidRequest();
        }
        catch (JsonException fault)
        {
            throw new InvalidRequestException($"the body is not valid JSON, or nested more than 64 deep: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}", null);
        }
    }

    /// <summary>The request as the engine takes it. The same object each time: nothing in it is ever changed.</summary>
    public Prompt ToPrompt() => _prompt;

    private static RequestDraft ReadFields(ReadOnlyMemory<byte> json)
    {
        var draft = new RequestDraft(json);
        var others = new List<WireField>();
        OrderedDictionary<string, InvalidFieldException>? faults = null;
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new InvalidRequestException("the body must be a JSON object", null);

        while (reader.NextField())
        {
            var start = reader;
            var name = reader.TakeName();
            var field = RequestFields.Find(name);
            if (field is null || field.Forwarded)
            {
                var kept = start;
                others.Add(kept.TakeField(json));
                if (field is null)
                {
                    reader = kept;
                    continue;
                }
            }

            // A fault waits until the end: a later field of the same name counts instead, and broken JSON goes before all.
            var value = reader;
            try
            {
                field.Read(ref reader, draft);
                faults?.Remove(field.Name);
            }
            catch (InvalidFieldException fault)
            {
                (faults ??= [])[field.Name] = fault.Under(field.Name);
                reader = value;
                reader.Skip();
            }
        }

        // Throws where anything but white space follows the object.
        reader.Read();
        if (faults is { Count: > 0 }) throw faults.GetAt(0).Value;
        draft.Wire.Others = others;
        return draft;
    }

    /// <summary>What the JSON reader would let pass, or say less well.</summary>
    private static void CheckText(ReadOnlySpan<byte> json)
    {
        if (json.Trim(" \t\r\n"u8).IsEmpty) throw new InvalidRequestException("the body is empty; a JSON object is needed", null);
        if (!Utf8.IsValid(json)) throw new InvalidRequestException("the body is not valid UTF-8", null);
        if (!SurrogatePairs.AreWhole(json)) throw new InvalidRequestException("the body escapes one half of a surrogate pair without the other", null);
    }
}
