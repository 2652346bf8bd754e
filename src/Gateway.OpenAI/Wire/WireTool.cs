using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>A tool as the client declared it. The gateway never calls it; a remote model gets the client's own JSON.</summary>
internal sealed class WireTool(string name, string description, ReadOnlyMemory<byte> parameters, ReadOnlyMemory<byte> json, IReadOnlyDictionary<string, object?> properties) : AIFunctionDeclaration
{
    // What OpenAI takes for absent parameters: a function without any.
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}"""u8);

    private JsonElement? _schema;

    public override string Name => name;

    public override string Description => description;

    /// <summary><c>strict</c>: the arguments must fulfil the schema. <c>custom</c>: its input is any text.</summary>
    public override IReadOnlyDictionary<string, object?> AdditionalProperties => properties;

    /// <summary>Parsed when a local model asks for it; remote ones never do.</summary>
    public override JsonElement JsonSchema => _schema ??= parameters.IsEmpty ? NoParameters : JsonElement.Parse(parameters.Span);

    /// <summary>The whole declaration.</summary>
    public ReadOnlyMemory<byte> Json => json;
}
