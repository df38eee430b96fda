namespace Perto.Vectors;

/// <summary>How far a walk looks around.</summary>
/// <param name="K">How many of the nearest that may be found are wanted: the walk ends early when these stay the same.</param>
/// <param name="Ef">Nearest nodes that are kept on the way (ef of HNSW).</param>
/// <param name="Take">Most of them that are handed on.</param>
internal readonly record struct WalkWidth(int K, int Ef, int Take)
{
    // Measured at 1 M x 384: of all that would be compared to the end of the pool a quarter less, for the same recall at a larger ef.
    private const int PatienceOfEf = 4;

    /// <summary>The walk ends when so many nodes in a row led to none of the k nearest that may be found (patience, Teofili and Lin 2025).</summary>
    public int Patience => Math.Max(8, Ef / PatienceOfEf);
}
