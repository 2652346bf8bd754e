using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Reads the tools that a request offers, and which of them the model may or must call.</summary>
internal static class ToolReader
{
    private const string Types = "'function' or 'custom'";
    private static readonly Dictionary<string, object?> Plain = [];
    private static readonly Dictionary<string, object?> Strict = new() { ["strict"] = true };
    private static readonly Dictionary<string, object?> Custom = new() { ["custom"] = true };
    private const string Choices = "none, auto, required, or an object naming a function";

    public static List<AITool>? ReadAll(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        if (!Expect.Array(ref reader, "", "tools")) return null;
        var tools = new List<AITool>();
        while (reader.NextItem())
        {
            try
            {
                tools.Add(ReadOne(ref reader, json));
            }
            catch (InvalidFieldException fault)
            {
                throw fault.Under($"[{tools.Count}]");
            }
        }

        return tools.Count > 0 ? tools : null;
    }

    /// <summary>The tool choice; a null value where it is legal but has no counterpart in Microsoft.Extensions.AI, such as <c>allowed_tools</c>.</summary>
    public static Given<ChatToolMode?> ReadChoice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return default;
            case JsonTokenType.String:
                ChatToolMode mode = reader.GetString() switch
                {
                    "none" => ChatToolMode.None,
                    "auto" => ChatToolMode.Auto,
                    "required" => ChatToolMode.RequireAny,
                    _ => throw new InvalidFieldException("", $"must be {Choices}", InvalidFieldException.WrongValue),
                };
                return new Given<ChatToolMode?>(mode, reader.Slice(json));
            case JsonTokenType.StartObject:
                var start = (int)reader.TokenStartIndex;
                var named = ReadNamedChoice(ref reader);
                return new Given<ChatToolMode?>(named, json[start..(int)reader.BytesConsumed]);
            default:
                throw Expect.WrongType(ref reader, "", Choices);
        }
    }

    private static WireTool ReadOne(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Expect.WrongType(ref reader, "", "an object");
        var start = (int)reader.TokenStartIndex;
        string? type = null, name = null, description = null;
        ReadOnlyMemory<byte> parameters = default;
        var strict = false;
        while (reader.NextField())
        {
            var field = reader.TakeName();
            if (field.SequenceEqual("type"u8)) type = Expect.Text(ref reader, "type");
            else if (field.SequenceEqual("function"u8)) ReadFunction(ref reader, "function", json, ref name, ref description, ref parameters, ref strict);
            else if (field.SequenceEqual("custom"u8)) ReadFunction(ref reader, "custom", json, ref name, ref description, ref parameters, ref strict);
            else reader.Skip();
        }

        if (type is null) throw Expect.Missing("type", Types);
        if (type is not ("function" or "custom")) throw new InvalidFieldException("type", $"must be {Types}", InvalidFieldException.WrongValue);
        if (name is null) throw Expect.Missing($"{type}.name", "the name by which the model calls it");
        return new WireTool(name, description ?? "", parameters, json[start..(int)reader.BytesConsumed], type == "custom" ? Custom : strict ? Strict : Plain);
    }

    private static void ReadFunction(
        ref Utf8JsonReader reader, string path, ReadOnlyMemory<byte> json, ref string? name, ref string? description, ref ReadOnlyMemory<byte> parameters, ref bool strict)
    {
        if (!Expect.Object(ref reader, path)) return;
        while (reader.NextField())
        {
            var field = reader.TakeName();
            if (field.SequenceEqual("name"u8)) name = Expect.Name(ref reader, $"{path}.name");
            else if (field.SequenceEqual("description"u8)) description = Expect.Text(ref reader, $"{path}.description");
            else if (field.SequenceEqual("parameters"u8)) parameters = Expect.Object(ref reader, $"{path}.parameters") ? reader.Slice(json) : default;
            else if (field.SequenceEqual("strict"u8)) strict = Expect.Flag(ref reader, $"{path}.strict") ?? false;
            else reader.Skip();
        }
    }

    private static RequiredChatToolMode? ReadNamedChoice(ref Utf8JsonReader reader)
    {
        string? type = null, name = null;
        while (reader.NextField())
        {
            var field = reader.TakeName();
            if (field.SequenceEqual("type"u8)) type = Expect.Text(ref reader, "type");
            else if (field.SequenceEqual("function"u8) && Expect.Object(ref reader, "function"))
            {
                while (reader.NextField())
                {
                    if (reader.TakeName().SequenceEqual("name"u8)) name = Expect.Name(ref reader, "function.name");
                    else reader.Skip();
                }
            }
            else reader.Skip();
        }

        return type switch
        {
            null => throw Expect.Missing("type", Types),
            "function" => ChatToolMode.RequireSpecific(name ?? throw Expect.Missing("function.name", "the function that the model must call")),
            "allowed_tools" or "custom" => null,
            _ => throw new InvalidFieldException("type", $"must be {Types} or 'allowed_tools'", InvalidFieldException.WrongValue),
        };
    }
}
