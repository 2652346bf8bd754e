using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>A part of a message as text that is equal for equal parts, for hashes.</summary>
internal static class ContentText
{
    public static string Of(AIContent content) => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => $"{call.CallId}|{call.Name}|{CanonicalJson.Of(call.Arguments)}",
        FunctionResultContent result => $"{result.CallId}|{result.Result}",
        DataContent data => data.Uri,
        UriContent uri => uri.Uri.ToString(),
        _ => content.ToString() ?? "",
    };
}
