namespace Gateway.Llama.Grammar;

/// <summary>Kinds of JSON values. Two of different kinds differ in their first character.</summary>
[Flags]
internal enum JsonKinds
{
    None = 0,
    Object = 1,
    Array = 2,
    Text = 4,
    Number = 8,
    Boolean = 16,
    Null = 32,
    Any = 63,
}
