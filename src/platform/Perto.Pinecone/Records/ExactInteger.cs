namespace Perto.Pinecone;

/// <summary>
/// A 64-bit integer as two numbers, because Pinecone keeps every number as a double: the nearest double, and how much the integer is greater. So order
/// and equality can be asked for exactly: the doubles are compared first, and where they are equal the rests.
/// </summary>
/// <param name="High">The nearest double.</param>
/// <param name="Low">What is left, -512 to 512.</param>
internal readonly record struct ExactInteger(double High, double Low)
{
    // From here on neighbours may have the same nearest double.
    private const long Large = 1L << 53;

    /// <summary>Whether the nearest double is the integer's own, so that the rest need not be kept.</summary>
    public bool IsSmall => Math.Abs(High) < Large;

    public static ExactInteger Of(long value)
    {
        double high = value;
        return new ExactInteger(high, (double)(value - (Int128)high));
    }

    /// <summary>The integer; <see langword="null"/> where the two are not those of one.</summary>
    public long? Value
    {
        get
        {
            if (!(Math.Abs(High) <= 1e19 && Math.Abs(Low) <= 1_024))
                return null;
            Int128 value = (Int128)High + (Int128)Low;
            return value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
        }
    }
}
