using System.Runtime.InteropServices;

namespace Perto.Numerics;

/// <summary>
/// Distances of float vectors by SIMD (Vector512, 256 or 128, whichever the machine has), in float arithmetic. Nothing is allocated.
/// A result depends on the two vectors and the machine's register width, not on which method computed it.
/// </summary>
public static class Distances
{
    /// <summary>The sum of <typeparamref name="TTerm"/> over two vectors of equal length.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Between<TTerm>(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where TTerm : struct, IDistanceTerm
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"vectors must have one length; got {a.Length} and {b.Length}", nameof(b));
        return DistanceKernel<TTerm, HardwareWidth>.One(
            ref MemoryMarshal.GetReference(a),
            ref MemoryMarshal.GetReference(b),
            (nuint)a.Length);
    }

    /// <summary>One query against many rows.</summary>
    /// <param name="query">d values.</param>
    /// <param name="rows">n x d values, row after row.</param>
    /// <param name="results">n values.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public static void Rows<TTerm>(ReadOnlySpan<float> query, ReadOnlySpan<float> rows, Span<float> results)
        where TTerm : struct, IDistanceTerm
    {
        if ((long)query.Length * results.Length != rows.Length)
            throw new ArgumentException($"{results.Length} rows of {query.Length} values are not {rows.Length} values", nameof(rows));
        DistanceKernel<TTerm, HardwareWidth>.Rows(query, rows, results);
    }

    /// <summary>Four queries against many rows, each row read once.</summary>
    /// <param name="queries">4 x d values, query after query.</param>
    /// <param name="rows">n x d values, row after row.</param>
    /// <param name="results">4 x n values: the n of the first query, then of the second.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public static void FourQueries<TTerm>(ReadOnlySpan<float> queries, ReadOnlySpan<float> rows, Span<float> results)
        where TTerm : struct, IDistanceTerm
    {
        if (queries.Length % 4 != 0 || results.Length % 4 != 0 || (long)(queries.Length / 4) * (results.Length / 4) != rows.Length)
        {
            throw new ArgumentException(
                $"four queries of {queries.Length} values and {results.Length} results do not fit {rows.Length} values", nameof(rows));
        }
        DistanceKernel<TTerm, HardwareWidth>.FourQueries(queries, rows, results);
    }
}
