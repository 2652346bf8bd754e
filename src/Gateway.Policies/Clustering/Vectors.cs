namespace Gateway.Policies;

/// <summary>Arithmetic on vectors, always in the order of their numbers, so that every machine gets the same sums.</summary>
internal static class Vectors
{
    /// <summary>The dot product of two vectors of one length.</summary>
    public static double Dot(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Count; i++) sum += left[i] * right[i];
        return sum;
    }

    /// <summary>Brings a vector to the length 1, in place; false where it has none, or a number that is not finite.</summary>
    public static bool TryNormalize(double[] vector)
    {
        var length = Math.Sqrt(Dot(vector, vector));
        if (length == 0 || !double.IsFinite(length)) return false;
        for (var i = 0; i < vector.Length; i++) vector[i] /= length;
        return true;
    }
}
