using System.Runtime.CompilerServices;

namespace Gateway;

/// <summary>Samples share one prompt object; comparing its messages would cost more than it could tell.</summary>
internal sealed class PromptIdentity : IEqualityComparer<(string Model, Prompt Prompt)>
{
    public static PromptIdentity Instance { get; } = new();

    public bool Equals((string Model, Prompt Prompt) x, (string Model, Prompt Prompt) y) =>
        ReferenceEquals(x.Prompt, y.Prompt) && string.Equals(x.Model, y.Model, StringComparison.OrdinalIgnoreCase);

    public int GetHashCode((string Model, Prompt Prompt) obj) =>
        HashCode.Combine(RuntimeHelpers.GetHashCode(obj.Prompt), obj.Model.GetHashCode(StringComparison.OrdinalIgnoreCase));
}
