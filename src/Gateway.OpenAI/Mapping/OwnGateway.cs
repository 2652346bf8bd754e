namespace Gateway.OpenAI;

/// <summary>An endpoint that is a gateway too sends a <c>gateway</c> field of its own; where ours is asked for, it goes before theirs.</summary>
internal static class OwnGateway
{
    public static IReadOnlyList<WireField> Without(IReadOnlyList<WireField> fields) =>
        [.. fields.Where(static field => !field.Name.Span.SequenceEqual("gateway"u8))];
}
