namespace Gateway.Llama.Grammar;

/// <summary>
/// The rules of JSON itself. There is at most one blank, and only after a colon or a comma; numbers have at most 16 digits before and after
/// the point and two in the exponent: a model cannot run on in either.
/// </summary>
internal static class JsonRules
{
    private const string Date =
        "[12] [0-9] [0-9] [0-9] \"-\" ((\"0\" [13578] | \"1\" [02]) \"-\" (\"0\" [1-9] | [12] [0-9] | \"3\" [01]) | (\"0\" [469] | \"11\") \"-\" (\"0\" [1-9] | [12] [0-9] | \"30\") | \"02-\" (\"0\" [1-9] | \"1\" [0-9] | \"2\" [0-8]))";

    /// <returns>The rule's body, and the other rules of this class that it needs.</returns>
    public static (string Body, string[] Needs) Of(string name) => name switch
    {
        "w" => ("\" \"?", []),
        "hex" => ("[0-9a-fA-F]", []),

        // Without control characters, quotes, backslashes and halves of surrogates. A character beyond U+FFFF is one for JSON Schema and
        // two for validators that count in UTF-16: where a length is limited only the others (bmp) are written.
        "plain" => ("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E\\u00A0-\\uD7FF\\uE000-\\uFFFF]", []),
        "bmp" => ("plain | \"\\\\\" ([\\\"\\\\/bfnrt] | \"u\" ([0-9a-cA-CeEfF] hex hex hex | [dD] [0-7] hex hex))", ["plain", "hex"]),
        "char" => ("bmp | [\\U00010000-\\U0010FFFF] | \"\\\\u\" [dD] [89abAB] hex hex \"\\\\u\" [dD] [c-fC-F] hex hex", ["bmp", "hex"]),
        "string" => ("\"\\\"\" char* \"\\\"\"", ["char"]),
        "keychar" => ("plain | [\\U00010000-\\U0010FFFF]", ["plain"]),
        "keytail" => ("keychar* \"\\\"\"", ["keychar"]),
        "digits" => ("\"0\" | [1-9] [0-9]{0,15}", []),
        "fraction" => ("\".\" [0-9]{1,16}", []),
        "zeros" => ("\".\" \"0\"{1,16}", []),
        "integer" => ("\"-\"? digits", ["digits"]),
        "number" => ("\"-\"? digits fraction? ([eE] [\\-+]? [0-9] [0-9]?)?", ["digits", "fraction"]),
        "boolean" => ("\"true\" | \"false\"", []),
        "null" => ("\"null\"", []),
        "value" => ("object | array | string | number | boolean | null", ["object", "array", "string", "number", "boolean", "null"]),
        "member" => ("string \":\" w value", ["string", "w", "value"]),
        "object" => ("\"{\" (member (\",\" w member)*)? \"}\"", ["member", "w"]),
        "array" => ("\"[\" (value (\",\" w value)*)? \"]\"", ["value", "w"]),

        // Every day of it exists: 29 February is never written.
        "date" => (Date, []),
        "time" => ("([01] [0-9] | \"2\" [0-3]) \":\" [0-5] [0-9] \":\" [0-5] [0-9] (\".\" [0-9]{1,6})? (\"Z\" | [\\-+] (\"0\" [0-9] | \"1\" [0-3]) \":\" [0-5] [0-9])", []),
        "date-time" => ("date \"T\" time", ["date", "time"]),
        "uuid" => ("hex{8} \"-\" hex{4} \"-\" hex{4} \"-\" hex{4} \"-\" hex{12}", ["hex"]),
        "ipv4" => ("octet \".\" octet \".\" octet \".\" octet", ["octet"]),
        "octet" => ("\"25\" [0-5] | \"2\" [0-4] [0-9] | \"1\" [0-9] [0-9] | [1-9] [0-9] | [0-9]", []),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no rule of JSON"),
    };
}
