namespace Gateway.Llama.Sampling;

/// <summary>The k largest of many values, largest first; equal values in the order of their tokens.</summary>
internal static class MostLikely
{
    /// <summary>Fills <paramref name="tokens"/> with the indices of the largest values.</summary>
    /// <returns>How many there are: the smaller of the room in <paramref name="tokens"/> and the number of values.</returns>
    public static int Find(ReadOnlySpan<float> values, Span<int> tokens)
    {
        var count = 0;
        for (var token = 0; token < values.Length; token++)
        {
            if (count == tokens.Length && (count == 0 || values[token] <= values[tokens[count - 1]])) continue;

            // Insertion: nearly all tokens of a vocabulary fail the test above, so that few are moved.
            var place = count < tokens.Length ? count++ : count - 1;
            while (place > 0 && values[tokens[place - 1]] < values[token])
            {
                tokens[place] = tokens[place - 1];
                place--;
            }

            tokens[place] = token;
        }

        return count;
    }
}
