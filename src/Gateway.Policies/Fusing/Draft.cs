using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>What makes an answer a draft.</summary>
internal static class Draft
{
    /// <summary>Why there is nothing to fuse in an answer: <c>failed</c>, <c>refused</c> or <c>empty</c>; null where there is.</summary>
    public static string? Defect(Candidate candidate)
    {
        if (candidate.Response is not { } response) return "failed";
        var contents = response.Messages.SelectMany(static message => message.Contents);
        if (contents.OfType<FunctionCallContent>().Any()) return null;
        if (Refuses(contents, response.FinishReason)) return "refused";
        return string.IsNullOrWhiteSpace(candidate.Text) ? "empty" : null;
    }

    /// <summary>The model refused, or its endpoint's filter stopped it.</summary>
    public static bool Refuses(IEnumerable<AIContent> contents, ChatFinishReason? finish) =>
        finish == ChatFinishReason.ContentFilter || contents.OfType<ErrorContent>().Any();

    /// <summary>A draft that is none, as a failed call: what a run that has nothing else fails with.</summary>
    public static Candidate AsFailed(Candidate candidate) => candidate.Ok
        ? candidate with { Response = null, Fault = new ModelFault(FaultKind.Malformed, Defect(candidate) is "refused" ? "the model refused to answer" : "the answer is empty") }
        : candidate;
}
