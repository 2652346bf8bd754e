namespace Gateway.OpenAI;

/// <summary>A field is wrong. Each level that it passes on its way out puts its own name before the path, so that reading a good request builds no path.</summary>
/// <param name="path">Where, relative to the catcher.</param>
/// <param name="requirement">What would be legal, to be read after the path: <c>must be a string</c>.</param>
/// <param name="code">OpenAI's code.</param>
internal sealed class InvalidFieldException(string path, string requirement, string code) : Exception
{
    public const string Missing = "missing_required_parameter";
    public const string WrongType = "invalid_type";
    public const string WrongValue = "invalid_value";
    public const string Unknown = "unknown_parameter";

    public InvalidFieldException Under(string outer) =>
        new(path.Length == 0 ? outer : path[0] == '[' ? outer + path : $"{outer}.{path}", requirement, code);

    public InvalidRequestException ToInvalidRequest() => new($"'{path}' {requirement}", path, code);
}
