using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Writes the parts of a message that a policy made.</summary>
internal static class ContentPartWriter
{
    /// <summary>True for content that a plain string cannot hold.</summary>
    public static bool NeedsParts(AIContent content) =>
        content is not (TextContent or TextReasoningContent or FunctionCallContent or FunctionResultContent or UsageContent or ErrorContent);

    public static void Write(Utf8JsonWriter writer, AIContent content)
    {
        switch (content)
        {
            case { RawRepresentation: RawJson raw }:
                writer.WriteRaw(raw.Json);
                break;
            case TextContent text:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, text.Text);
                writer.WriteEndObject();
                break;
            case UriContent uri when uri.HasTopLevelMediaType("image"):
                WriteUrl(writer, uri.Uri.OriginalString);
                break;
            case DataContent data when data.HasTopLevelMediaType("image"):
                WriteUrl(writer, data.Uri);
                break;
            default:
                // What a plain string cannot hold is a part or nothing; the rest is written beside the content or not at all.
                if (NeedsParts(content)) throw NoForm(content);
                break;
        }
    }

    private static void WriteUrl(Utf8JsonWriter writer, string url)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "image_url"u8);
        writer.WriteStartObject("image_url"u8);
        writer.WriteString("url"u8, url);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static ModelCallException NoForm(AIContent content) =>
        new(new ModelFault(FaultKind.Refused, $"OpenAI's protocol has no form for {content.GetType().Name} in a message"));
}
