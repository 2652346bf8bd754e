using Gateway.Evals.Reports.Breakdown;

namespace Gateway.Evals.Reports.Html;

/// <summary>Finds the first call whose text was delivered. None has it where a policy wrote or joined the answer itself.</summary>
/// <param name="text">What was delivered; null for nothing.</param>
internal sealed class DeliveredText(string? text)
{
    public bool WasSeen { get; private set; }

    /// <summary>The call is the one; asked once for each call.</summary>
    public bool Sees(RecordedCall call)
    {
        if (WasSeen || text is null || call.Text != text) return false;
        WasSeen = true;
        return true;
    }
}
