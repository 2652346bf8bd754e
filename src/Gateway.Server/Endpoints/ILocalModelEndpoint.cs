namespace Gateway.Server.Endpoints;

/// <summary>A path that local models answer by themselves.</summary>
internal interface ILocalModelEndpoint
{
    /// <summary>The request is for this path.</summary>
    bool Answers(HttpContext context);

    /// <summary>Answers where the model is a local one, or none is named and the body has to be refused.</summary>
    /// <returns>False where it is for others; then nothing was written.</returns>
    Task<bool> TryAnswerAsync(HttpContext context, string? model, ReadOnlyMemory<byte> body);
}
