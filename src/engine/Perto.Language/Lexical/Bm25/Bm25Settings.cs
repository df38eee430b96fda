namespace Perto.Language;

/// <summary>The two numbers of BM25.</summary>
public sealed record Bm25Settings
{
    /// <summary>How slowly repetition saturates, 0 to 1000: 0 counts a term once, however often it stands there.</summary>
    public double K1 { get; init; } = 1.2;

    /// <summary>How much a long text is held back, 0 (not) to 1 (in proportion to its length).</summary>
    public double B { get; init; } = 0.75;

    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    internal void Validate()
    {
        if (!(K1 is >= 0 and <= 1_000))
            throw new ArgumentException($"K1 is {K1}; it must be from 0 to 1000.");
        if (!(B is >= 0 and <= 1))
            throw new ArgumentException($"B is {B}; it must be from 0 to 1.");
    }
}
