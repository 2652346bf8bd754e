namespace Gateway.Policies;

/// <summary>A policy's file as it lies on the disk.</summary>
/// <param name="Path">Which file it is.</param>
/// <param name="Shown">How messages name it.</param>
/// <param name="Content">Its bytes, at most one more than is legal; empty where it cannot be read.</param>
/// <param name="Unreadable">Why it cannot be read; null where it can.</param>
internal sealed record PolicySource(string Path, string Shown, byte[] Content, string? Unreadable = null)
{
    /// <summary>The profiles beside it, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Profiles { get; init; } = new Dictionary<string, byte[]>();
}
