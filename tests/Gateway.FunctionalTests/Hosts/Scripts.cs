using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Gateway.FunctionalTests.Hosts;

/// <summary>What scripted endpoints say.</summary>
public static class Scripts
{
    /// <summary>Echoes the last message; calls a tool where one is offered, answers in JSON where a schema asks for it, streams where told, and never ends where told so.</summary>
    public static async Task Echo(HttpContext context, JsonElement request)
    {
        var last = request.GetProperty("messages").EnumerateArray().Last();
        var said = last.GetProperty("content").GetString() ?? "";
        var stream = request.TryGetProperty("stream", out var streaming) && streaming.GetBoolean();
        var tool = request.TryGetProperty("tools", out _) && last.GetProperty("role").GetString() == "user";
        var text = request.TryGetProperty("response_format", out _) ? """{"answer":42}""" : $"You said: {said}";
        if (!stream)
        {
            await AnswerAsync(context, tool ? null : text, tool);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        if (said.StartsWith("endless", StringComparison.Ordinal))
        {
            while (true)
            {
                await SendAsync(context, Chunk(new JsonObject { ["content"] = "on " }, null));
                await Task.Delay(20, context.RequestAborted);
            }
        }

        await SendAsync(context, Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "" }, null));
        if (tool) await SendAsync(context, Chunk(new JsonObject { ["tool_calls"] = new JsonArray(ToolCall(index: 0)) }, null));
        else foreach (var word in text.Split(' ').Select((word, i) => i == 0 ? word : $" {word}")) await SendAsync(context, Chunk(new JsonObject { ["content"] = word }, null));
        await SendAsync(context, Chunk([], tool ? "tool_calls" : "stop"));
        await SendAsync(context, new JsonObject { ["id"] = "chatcmpl-up", ["object"] = "chat.completion.chunk", ["created"] = 1, ["model"] = "up", ["choices"] = new JsonArray(), ["usage"] = Usage() }.ToJsonString());
        await SendAsync(context, "[DONE]");
    }

    /// <summary>A whole answer.</summary>
    public static Task AnswerAsync(HttpContext context, string? text, bool tool = false)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = text };
        if (tool) message["tool_calls"] = new JsonArray(ToolCall(index: null));
        return context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["id"] = "chatcmpl-up",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = "up",
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = tool ? "tool_calls" : "stop" }),
            ["usage"] = Usage(),
        });
    }

    /// <summary>An error in OpenAI's shape.</summary>
    public static Task FailAsync(HttpContext context, int status, string message, string? code = null)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["error"] = new JsonObject { ["message"] = message, ["type"] = "scripted_error", ["param"] = null, ["code"] = code },
        });
    }

    /// <summary>One event of a stream, sent at once.</summary>
    public static async Task SendAsync(HttpContext context, string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public static string Chunk(JsonObject delta, string? finish) => new JsonObject
    {
        ["id"] = "chatcmpl-up",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1,
        ["model"] = "up",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
    }.ToJsonString();

    private static JsonObject Usage() => new() { ["prompt_tokens"] = 7, ["completion_tokens"] = 5, ["total_tokens"] = 12 };

    private static JsonObject ToolCall(int? index)
    {
        var call = new JsonObject { ["id"] = "call_1", ["type"] = "function", ["function"] = new JsonObject { ["name"] = "get_weather", ["arguments"] = """{"city":"Paris"}""" } };
        if (index is { } at) call["index"] = at;
        return call;
    }
}
