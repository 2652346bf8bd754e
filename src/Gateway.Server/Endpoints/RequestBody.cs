using System.Buffers;

namespace Gateway.Server.Endpoints;

/// <summary>Reads a bounded request body whole.</summary>
internal static class RequestBody
{
    /// <returns>The body; null where it broke the limit or off, and the answer has been written.</returns>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(context.RequestAborted);
                if (read.IsCompleted)
                {
                    var body = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return body;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException exception)
        {
            await HttpErrors.WriteAsync(context, exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new HttpError(413, "The request body is larger than this gateway takes (Gateway:MaxBodyBytes).", "invalid_request_error")
                : new HttpError(exception.StatusCode, exception.Message, "invalid_request_error"));
            return null;
        }
    }
}
