using System.Numerics;

namespace Gateway.Evals.Grading.Arithmetic;

/// <summary>A fraction in lowest terms with a positive denominator, so equal values have equal fields.</summary>
internal readonly record struct Rational
{
    // Nothing that a question asks for is longer; what grows past it is refused, so that 9^9^9 costs no time.
    private const long MaxBits = 1 << 15;

    private Rational(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0) divisor = -divisor;
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    public BigInteger Numerator { get; }

    public BigInteger Denominator { get; }

    public bool IsInteger => Denominator.IsOne;

    public bool IsTooLong => Numerator.GetBitLength() > MaxBits || Denominator.GetBitLength() > MaxBits;

    public static Rational Whole(BigInteger value) => new(value, BigInteger.One);

    public static Rational operator +(Rational left, Rational right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    public static Rational operator -(Rational left, Rational right) => left + -right;

    public static Rational operator -(Rational value) => new(-value.Numerator, value.Denominator);

    public static Rational operator *(Rational left, Rational right) => new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    /// <returns>Nothing where the divisor is zero.</returns>
    public Rational? Over(Rational divisor) =>
        divisor.Numerator.IsZero ? null : new Rational(Numerator * divisor.Denominator, Denominator * divisor.Numerator);

    /// <returns>Nothing where it is undefined or too long.</returns>
    public Rational? Power(BigInteger exponent)
    {
        if (exponent.Sign < 0) return Whole(BigInteger.One).Over(this)?.Power(-exponent);
        if (Denominator.IsOne && (Numerator.IsOne || Numerator.IsZero)) return exponent.IsZero ? Whole(BigInteger.One) : this;
        if (exponent * long.Max(Numerator.GetBitLength(), Denominator.GetBitLength()) > MaxBits) return null;
        return new Rational(BigInteger.Pow(Numerator, (int)exponent), BigInteger.Pow(Denominator, (int)exponent));
    }

    /// <returns>The real root of that degree where it is a fraction; nothing for every other one.</returns>
    public Rational? Root(int degree)
    {
        if (Numerator.Sign < 0) return int.IsOddInteger(degree) ? -(-this).Root(degree) : null;
        return WholeRoot(Numerator, degree) is { } top && WholeRoot(Denominator, degree) is { } bottom ? new Rational(top, bottom) : null;
    }

    /// <param name="digits">ASCII digits, with at most one point.</param>
    public static Rational Decimal(string digits)
    {
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) return Whole(ReadDigits(digits));
        return new Rational(ReadDigits(digits.Remove(point, 1)), BigInteger.Pow(10, digits.Length - point - 1));
    }

    private static BigInteger ReadDigits(string digits) =>
        digits.Length == 0 ? BigInteger.Zero : BigInteger.Parse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);

    private static BigInteger? WholeRoot(BigInteger value, int degree)
    {
        var low = BigInteger.Zero;
        var high = BigInteger.One << (int)((value.GetBitLength() / degree) + 1);
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (BigInteger.Pow(middle, degree) <= value) low = middle;
            else high = middle - 1;
        }

        return BigInteger.Pow(low, degree) == value ? low : null;
    }
}
