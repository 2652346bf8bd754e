using System.Text.Json;

namespace Gateway.Server.Endpoints;

/// <summary><c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>: models and policies, as clients may ask for them.</summary>
internal static class ModelsEndpoint
{
    public static Task ListAsync(HttpContext context) => JsonAnswer.WriteAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteStartArray("data");
        foreach (var entry in context.Snapshot().Catalog.Entries) Write(writer, entry.Card);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static Task GetAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        return context.Snapshot().Catalog.TryGet(id, out var entry)
            ? JsonAnswer.WriteAsync(context, writer => Write(writer, entry.Card))
            : HttpErrors.WriteAsync(context, HttpErrors.UnknownModel(id));
    }

    private static void Write(Utf8JsonWriter writer, ModelCard card)
    {
        writer.WriteStartObject();
        writer.WriteString("id", card.Name);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", card.Created.ToUnixTimeSeconds());
        writer.WriteString("owned_by", card.Backend switch
        {
            ModelBackend.Local => "local",
            ModelBackend.Remote => "remote",
            _ => "policy",
        });
        writer.WriteEndObject();
    }
}
