using System.Text;
using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>What passes by in a stream, for its bill and its record.</summary>
internal sealed class StreamedAnswer(bool keepText)
{
    private readonly StringBuilder? _text = keepText ? new StringBuilder() : null;
    private List<AIContent>? _toolCalls;
    private UsageDetails? _usage;
    private ChatFinishReason? _finish;
    private int _length;

    /// <summary>Updates with content so far: a lower bound of the tokens.</summary>
    public int Chunks { get; private set; }

    public void Add(ChatResponseUpdate update)
    {
        var content = false;
        foreach (var part in update.Contents)
        {
            switch (part)
            {
                case TextContent text:
                    _text?.Append(text.Text);
                    _length += text.Text.Length;
                    content |= text.Text.Length > 0;
                    break;
                case UsageContent usage:
                    // The last one counts: endpoints that send several send running totals.
                    _usage = usage.Details;
                    break;
                case FunctionCallContent call:
                    (_toolCalls ??= []).Add(call);
                    content = true;
                    break;
                default:
                    content = true;
                    break;
            }
        }

        if (content) Chunks++;
        _finish = update.FinishReason ?? _finish;
    }

    public ChatResponse ToResponse()
    {
        // Without kept text the length still has to be known where usage is missing and has to be estimated.
        List<AIContent> contents = [new TextContent(_text?.ToString() ?? (_usage is null ? new string(' ', _length) : ""))];
        if (_toolCalls is not null) contents.AddRange(_toolCalls);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents)) { FinishReason = _finish, Usage = _usage };
    }
}
