using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>
/// A remote model's vectors of texts, over <c>POST /embeddings</c> of its endpoint. Every such model has one: whether the endpoint embeds is
/// known only once it is asked. Failures are <see cref="ModelCallException"/>s, as those of <see cref="RemoteChatClient"/>.
/// </summary>
/// <param name="http">The transport, as for chat. Not disposed here.</param>
/// <param name="model">The model.</param>
/// <param name="time">The clock of its limits.</param>
public sealed class RemoteEmbeddingGenerator(HttpClient http, RemoteModel model, TimeProvider time) : IEmbeddingGenerator<ModelText, Embedding<float>>
{
    private readonly Uri _target = new UriBuilder(model.Endpoint) { Path = model.Endpoint.AbsolutePath.TrimEnd('/') + "/embeddings" }.Uri;
    private readonly AuthenticationHeaderValue? _authorization = model.ApiKey is null ? null : new AuthenticationHeaderValue("Bearer", model.ApiKey);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<ModelText> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ModelText[] texts = [.. values];
        if (texts.Length == 0) return [];
        var body = new ArrayBufferWriter<byte>(1024);
        Write(body, texts, options?.Dimensions);
        using var call = new UpstreamCall(model, http, time, cancellationToken);
        await call.SendAsync(_target, _authorization, body.WrittenMemory, stream: false);
        return EmbeddingReader.Read(await call.ReadBodyAsync(), texts.Length, model.Name, model.ApiKey);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing to release: the transport is shared.
    }

    private void Write(IBufferWriter<byte> output, ModelText[] texts, int? dimensions)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Writing);
        writer.WriteStartObject();
        writer.WriteString("model"u8, model.UpstreamModel);
        writer.WriteStartArray("input"u8);
        foreach (var text in texts)
        {
            if (text.Tokens is null)
            {
                writer.WriteStringValue(text.Text);
                continue;
            }

            writer.WriteStartArray();
            foreach (var token in text.Tokens) writer.WriteNumberValue(token);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteString("encoding_format"u8, "float"u8);
        if (dimensions is { } length) writer.WriteNumber("dimensions"u8, length);
        writer.WriteEndObject();
    }
}
