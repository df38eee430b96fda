namespace Perto.Redis;

/// <summary>Between which lengths the vectors of a collection are, or were.</summary>
/// <param name="Shortest">At least 0.</param>
/// <param name="Longest">At least <paramref name="Shortest"/>.</param>
internal readonly record struct LengthRange(double Shortest, double Longest)
{
    // Lengths of vectors that were brought to length 1 in float arithmetic differ by less.
    private const double Rounding = 1e-3;

    /// <summary>Whether all are of one length: then the nearest by angle are the nearest by the inner product and by distance too.</summary>
    public bool IsOne => Longest - Shortest <= Rounding * Longest;
}
