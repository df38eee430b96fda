namespace Perto.Vectors;

/// <summary>
/// The BM25 of Robertson and Zaragoza (2009, "The Probabilistic Relevance Framework", eq. 3.15), with the idf that is never negative:
/// <c>idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average))</c>.
/// </summary>
internal sealed record Bm25
{
    // A denominator of 0 + 0 would be no number: with k1 = 0 a row without the term has it.
    private const float LeastNorm = 1e-30f;

    /// <param name="k1">How slowly repetition saturates, 0 or more.</param>
    /// <param name="b">How much a long row is held back, 0 to 1.</param>
    /// <exception cref="VectorStoreException">A parameter is out of its range.</exception>
    public Bm25(float k1 = 1.2f, float b = 0.75f)
    {
        if (!(k1 is >= 0 and <= 1_000))
            throw new VectorStoreException("k1", k1, "a number from 0 to 1000");
        if (!(b is >= 0 and <= 1))
            throw new VectorStoreException("b", b, "a number from 0 to 1");
        K1 = k1;
        B = b;
    }

    public float K1 { get; }

    public float B { get; }

    /// <summary>What <c>tf</c> is compared with in a row of no length.</summary>
    public float NormConstant => Math.Max(K1 * (1 - B), LeastNorm);

    /// <summary>What a unit of length adds to that.</summary>
    public float NormPerLength(float averageLength) => K1 * B / averageLength;

    /// <summary>What a query's weight is multiplied by, for a term that <paramref name="frequency"/> of <paramref name="rows"/> rows have.</summary>
    public float TermWeight(long rows, long frequency)
    {
        // Readers see counts in the midst of a write: more rows with a term than rows would make a negative logarithm.
        double have = Math.Clamp(frequency, 0, Math.Max(rows, 0));
        double idf = Math.Log(1 + ((Math.Max(rows, 0) - have + 0.5) / (have + 0.5)));
        return (float)(idf * (K1 + 1));
    }

    /// <summary>The share of its term's weight that a row gets, 0 to 1.</summary>
    public static float Impact(float frequency, float norm) => frequency / (frequency + norm);

    /// <summary>
    /// How much any impact can have grown since bounds were computed with <paramref name="then"/> and an average length of
    /// <paramref name="averageThen"/>: the factor by which those bounds stay valid.
    /// </summary>
    /// <remarks>
    /// With c = k1 (1 - b) and d = k1 b / average an impact is i = 1 / (1 + (c + d length) / tf). For today's c' and d' and
    /// r = min(c' / c, d' / d) we have c' + d' length >= r (c + d length), so that 1 / i' - 1 >= r (1 / i - 1) and
    /// i' / i is at most 1 / (i + r (1 - i)), which lies between 1 and 1 / r. So i' is at most max(1, 1 / r) i, whatever tf and length are.
    /// A term of c + d length that was 0 then only makes i' smaller, and does not enter the minimum.
    /// </remarks>
    public float GrowthSince(Bm25 then, float averageThen, float averageNow)
    {
        double ratio = 1;
        double constant = then.K1 * (1.0 - then.B), perLength = then.K1 * (double)then.B / averageThen;
        if (constant > 0)
            ratio = Math.Min(ratio, K1 * (1.0 - B) / constant);
        if (perLength > 0)
            ratio = Math.Min(ratio, K1 * (double)B / averageNow / perLength);
        // An impact is at most 1 and a stored code at least 1 of 255: beyond this factor a bound says nothing more.
        return (float)Math.Min(1 / ratio, 1e6);
    }
}
