using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Reads one message of a request's conversation.</summary>
internal ref struct MessageReader
{
    private const string Roles = "one of system, developer, user, assistant, tool, function";

    private static readonly ChatRole Developer = new("developer");
    private static readonly ChatRole Function = new("function");

    private readonly ReadOnlyMemory<byte> _json;
    private ChatRole? _role;
    private string? _text;
    private List<AIContent>? _parts;
    private List<AIContent>? _toolCalls;
    private string? _name;
    private string? _toolCallId;
    private string? _refusal;

    // Something that an assistant's message may hold in place of content: a legacy function_call, or audio.
    private bool _hasOther;

    private MessageReader(ReadOnlyMemory<byte> json) => _json = json;

    /// <summary>Every message; null where the client sent none.</summary>
    public static List<ChatMessage>? ReadAll(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        if (!Expect.Array(ref reader, "", "messages")) return null;
        var messages = new List<ChatMessage>();
        while (reader.NextItem())
        {
            try
            {
                messages.Add(ReadOne(ref reader, json));
            }
            catch (InvalidFieldException fault)
            {
                throw fault.Under($"[{messages.Count}]");
            }
        }

        return messages.Count > 0 ? messages : throw new InvalidFieldException("", "must hold at least one message", InvalidFieldException.WrongValue);
    }

    private static ChatMessage ReadOne(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Expect.WrongType(ref reader, "", "an object");
        var start = (int)reader.TokenStartIndex;
        var message = new MessageReader(json);
        while (reader.NextField())
        {
            var name = reader.TakeName();
            message.ReadField(ref reader, name);
        }

        return message.ToMessage(json[start..(int)reader.BytesConsumed]);
    }

    private void ReadField(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("role"u8)) _role = ReadRole(ref reader);
        else if (name.SequenceEqual("content"u8)) ReadContent(ref reader);
        else if (name.SequenceEqual("name"u8)) _name = Expect.Text(ref reader, "name");
        else if (name.SequenceEqual("tool_call_id"u8)) _toolCallId = Expect.Text(ref reader, "tool_call_id");
        else if (name.SequenceEqual("tool_calls"u8)) _toolCalls = ToolCallReader.ReadAll(ref reader);
        else if (name.SequenceEqual("refusal"u8)) _refusal = Expect.Text(ref reader, "refusal");
        else
        {
            _hasOther |= reader.TokenType == JsonTokenType.StartObject && (name.SequenceEqual("function_call"u8) || name.SequenceEqual("audio"u8));
            reader.Skip();
        }
    }

    private static ChatRole? ReadRole(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.String) throw Expect.WrongType(ref reader, "role", Roles);
        if (reader.ValueTextEquals("user"u8)) return ChatRole.User;
        if (reader.ValueTextEquals("assistant"u8)) return ChatRole.Assistant;
        if (reader.ValueTextEquals("system"u8)) return ChatRole.System;
        if (reader.ValueTextEquals("tool"u8)) return ChatRole.Tool;
        if (reader.ValueTextEquals("developer"u8)) return Developer;
        if (reader.ValueTextEquals("function"u8)) return Function;
        throw new InvalidFieldException("role", $"must be {Roles}", InvalidFieldException.WrongValue);
    }

    private void ReadContent(ref Utf8JsonReader reader)
    {
        _text = null;
        _parts = null;
        if (reader.TokenType == JsonTokenType.StartArray) _parts = ContentPartReader.ReadAll(ref reader, _json);
        else if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null) _text = Expect.Text(ref reader, "content");
        else throw Expect.WrongType(ref reader, "content", "a string or an array of content parts");
    }

    private readonly ChatMessage ToMessage(ReadOnlyMemory<byte> json)
    {
        var role = _role ?? throw Expect.Missing("role", Roles);
        return new ChatMessage(role, role == ChatRole.Tool || role == Function ? [Result(role)] : Contents(role))
        {
            AuthorName = _name,
            RawRepresentation = new RawJson(json),
        };
    }

    private readonly List<AIContent> Contents(ChatRole role)
    {
        var contents = _parts ?? new List<AIContent>(1);
        if (_text is not null) contents.Add(new TextContent(_text));
        if (role == ChatRole.Assistant)
        {
            if (_refusal is not null) contents.Add(Refusal.Of(_refusal));
            if (_toolCalls is not null) contents.AddRange(_toolCalls);
        }

        if (contents.Count == 0 && !(role == ChatRole.Assistant && _hasOther))
        {
            throw Expect.Missing("content", role == ChatRole.Assistant
                ? "a string or an array of content parts; null only beside tool_calls"
                : "a string or an array of content parts");
        }

        return contents;
    }

    private readonly FunctionResultContent Result(ChatRole role)
    {
        var answers = role == ChatRole.Tool
            ? _toolCallId ?? throw Expect.Missing("tool_call_id", "the id of the tool call that this message answers")
            : _name ?? throw Expect.Missing("name", "the name of the function whose result this is");
        var result = _text ?? (_parts is null ? null : string.Concat(_parts.OfType<TextContent>().Select(static part => part.Text)));

        // A function's result may be null in the older form of the API, a tool's never.
        if (result is null && role == ChatRole.Tool) throw Expect.Missing("content", "a string or an array of content parts");
        return new FunctionResultContent(answers, result ?? "");
    }
}
