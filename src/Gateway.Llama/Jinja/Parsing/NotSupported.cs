using System.Collections.Frozen;

namespace Gateway.Llama.Jinja.Parsing;

/// <summary>What Jinja2 and Python have and this interpreter does not: refused when the template is read, not when it is reached.</summary>
internal static class NotSupported
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(["cycler", "joiner", "lipsum", "varargs", "kwargs", "self"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Methods = FrozenSet.ToFrozenSet(
    [
        "casefold", "center", "encode", "expandtabs", "format", "format_map", "isascii", "isidentifier", "isprintable", "istitle", "ljust", "maketrans",
        "rjust", "swapcase", "translate", "zfill", "fromkeys", "popitem", "remove", "sort",
    ], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Tags = FrozenSet.ToFrozenSet(
        ["include", "import", "from", "extends", "block", "autoescape", "print", "do", "trans", "debug"], StringComparer.Ordinal);

    public static string? Name(string name) => Names.Contains(name) ? $"'{name}' is not supported" : null;

    public static string? Method(string name) => Methods.Contains(name) ? $"the method '{name}' is not supported" : null;

    public static string? Tag(string name) => Tags.Contains(name) ? $"the statement '{name}' is not supported" : null;
}
