using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Puts the tool calls of one choice together from the pieces in which they come.</summary>
internal sealed class DeltaToolCalls
{
    private readonly List<PartialCall> _calls = [];

    /// <summary>Reads a delta's or a message's <c>tool_calls</c>.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        for (var place = 0; reader.NextItem(); place++)
        {
            if (reader.TokenType == JsonTokenType.StartObject) ReadPiece(ref reader, place);
            else reader.Skip();
        }
    }

    /// <summary>The calls in order of their index, and forgets them.</summary>
    public IReadOnlyList<FunctionCallContent> Take()
    {
        if (_calls.Count == 0) return [];
        var whole = _calls.OrderBy(static call => call.Index)
            .Select(static call => new FunctionCallContent(call.Id ?? "", call.Name ?? "", ToolArguments.Parse(call.Arguments.ToString())))
            .ToArray();
        _calls.Clear();
        return whole;
    }

    private void ReadPiece(ref Utf8JsonReader reader, int place)
    {
        int? index = null;
        string? id = null, name = null, arguments = null;
        while (reader.NextField())
        {
            var field = reader.TakeName();
            if (field.SequenceEqual("index"u8) && reader.TokenType == JsonTokenType.Number) index = reader.TryGetInt32(out var given) ? given : null;
            else if (field.SequenceEqual("id"u8)) id = WireText.ReadOrNull(ref reader);
            else if (reader.TokenType == JsonTokenType.StartObject && field.SequenceEqual("function"u8)) ReadCalled(ref reader, "arguments"u8, ref name, ref arguments);
            else if (reader.TokenType == JsonTokenType.StartObject && field.SequenceEqual("custom"u8)) ReadCalled(ref reader, "input"u8, ref name, ref arguments);
            else reader.Skip();
        }

        var call = Find(index, id, place);
        if (id is { Length: > 0 }) call.Id ??= id;
        if (name is { Length: > 0 }) call.Name ??= name;
        call.Arguments.Append(arguments);
    }

    private static void ReadCalled(ref Utf8JsonReader reader, ReadOnlySpan<byte> argumentsField, ref string? name, ref string? arguments)
    {
        while (reader.NextField())
        {
            var field = reader.TakeName();
            if (field.SequenceEqual("name"u8)) name = WireText.ReadOrNull(ref reader);
            else if (field.SequenceEqual(argumentsField))
            {
                // Some endpoints send the arguments as an object rather than as its text.
                arguments = reader.TokenType == JsonTokenType.StartObject ? JsonElement.ParseValue(ref reader).GetRawText() : WireText.ReadOrNull(ref reader);
            }
            else reader.Skip();
        }
    }

    // Without an index a new id begins a new call: some endpoints send whole calls, one a chunk, none with an index.
    private PartialCall Find(int? index, string? id, int place)
    {
        var wanted = index ?? (id is { Length: > 0 } && _calls.Find(call => call.Id == id) is { } same ? same.Index : id is { Length: > 0 } ? _calls.Count : place);
        if (_calls.Find(call => call.Index == wanted) is { } known) return known;
        var added = new PartialCall(wanted);
        _calls.Add(added);
        return added;
    }

    private sealed class PartialCall(int index)
    {
        public int Index => index;

        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
