namespace Gateway;

/// <summary>Reads from a text the answer that votes.</summary>
public interface IAnswerExtractor
{
    /// <returns>The normalised answer, equal for equal answers; null where the text holds none, and then it does not vote.</returns>
    string? Extract(string text);
}
