namespace Gateway.OpenAI;

/// <summary>What an answer to a client is called, whole or in chunks.</summary>
/// <param name="Id">The answer's id, <c>chatcmpl-...</c>.</param>
/// <param name="Created">When it was made; told in Unix seconds.</param>
/// <param name="Model">The name that the client asked for.</param>
public sealed record AnswerIdentity(string Id, DateTimeOffset Created, string Model);
