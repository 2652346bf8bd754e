using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Gateway.Server.Proxy;

/// <summary>Finds and replaces the model's name in a form that is otherwise forwarded byte for byte.</summary>
internal sealed record ForwardedForm(ReadOnlyMemory<byte> Body, Range Value, bool Encoded)
{
    public string Model
    {
        get
        {
            var text = Encoding.UTF8.GetString(Body.Span[Value]);
            return Encoded ? Uri.UnescapeDataString(text.Replace('+', ' ')) : text;
        }
    }

    /// <summary>The form's <c>model</c> field; null where it has none, or is no form.</summary>
    public static async ValueTask<ForwardedForm?> FindAsync(ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return null;
        if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)) return InPairs(body);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) || boundary.Length == 0) return null;
        try
        {
            return await InPartsAsync(body, boundary, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return null;
        }
    }

    /// <summary>The form with another model.</summary>
    public byte[] With(string model) =>
        [.. Body.Span[..Value.Start], .. Encoding.UTF8.GetBytes(Encoded ? Uri.EscapeDataString(model) : model), .. Body.Span[Value.End..]];

    private static async Task<ForwardedForm?> InPartsAsync(ReadOnlyMemory<byte> body, string boundary, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(body.ToArray(), writable: false);
        var reader = new MultipartReader(boundary, stream);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) continue;
            var isField = disposition.FileName.Length == 0 && disposition.FileNameStar.Length == 0;
            if (!isField || HeaderUtilities.RemoveQuotes(disposition.Name) != "model" || section.BaseStreamOffset is not { } start) continue;
            using var value = new MemoryStream();
            await section.Body.CopyToAsync(value, cancellationToken);
            return new ForwardedForm(body, (int)start..(int)(start + value.Length), Encoded: false);
        }

        return null;
    }

    private static ForwardedForm? InPairs(ReadOnlyMemory<byte> body)
    {
        var bytes = body.Span;
        var field = bytes.StartsWith("model="u8) ? 0 : bytes.IndexOf("&model="u8) + 1;
        if (field == 0 && !bytes.StartsWith("model="u8)) return null;
        var value = field + "model=".Length;
        var end = bytes[value..].IndexOf((byte)'&');
        return new ForwardedForm(body, value..(end < 0 ? bytes.Length : value + end), Encoded: true);
    }
}
