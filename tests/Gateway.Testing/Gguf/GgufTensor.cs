namespace Gateway.Testing.Gguf;

/// <summary>A tensor to write.</summary>
/// <param name="Name">libllama's name of it.</param>
/// <param name="Columns">Elements of a row: what a matrix reads.</param>
/// <param name="Rows">Rows: what a matrix writes; 0 for a vector.</param>
/// <param name="Half">Written as 16-bit floats, else as 32-bit ones.</param>
/// <param name="FillRow">Fills one row, by its number; called in the order of the rows.</param>
internal sealed record GgufTensor(string Name, int Columns, int Rows, bool Half, Action<int, Span<float>> FillRow)
{
    /// <summary>Bytes of its numbers, without padding.</summary>
    public long Bytes => (long)Columns * Math.Max(1, Rows) * (Half ? 2 : 4);
}
