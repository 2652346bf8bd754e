namespace Gateway.OpenAI;

/// <summary>
/// What a stream still owes to one of its choices. The reason why it ended is kept until the answer is complete, since only then is it sure
/// that nothing follows: a policy may join several models' texts.
/// </summary>
internal sealed class StreamedChoice(int index)
{
    private string? _finishReason;

    public int Index => index;

    /// <summary>Tool calls that were written whole, for the next one's index.</summary>
    public int ToolCalls { get; set; }

    /// <summary>The answer calls tools, in whatever form they came.</summary>
    public bool CallsTools { get; set; }

    public string FinishReason => _finishReason ?? (CallsTools ? "tool_calls" : "stop");

    /// <summary>What the endpoint said beside the reason, about the choice.</summary>
    public IReadOnlyList<WireField> ChoiceFields { get; private set; } = [];

    /// <summary>What the endpoint said beside the reason, about the chunk.</summary>
    public IReadOnlyList<WireField> ChunkFields { get; private set; } = [];

    public void Finish(string reason, IReadOnlyList<WireField> choiceFields, IReadOnlyList<WireField> chunkFields)
    {
        _finishReason = reason;
        ChoiceFields = choiceFields;
        ChunkFields = chunkFields;
    }
}
