using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Perto.Numerics;

/// <summary>The inner loops of <see cref="Distances"/>.</summary>
/// <remarks>
/// A scan over rows is bound by memory, and what serves memory best was measured (docs/design/vectors.md): one row after another, with 256-bit
/// registers even where there are wider ones. Sharing a row between four queries is bound by arithmetic, and takes 512 bits where there are.
/// The two accumulators of the one are the two halves of the other's, so that a pair of vectors is summed in the same order by both: a result
/// does not depend on what it was computed together with.
/// </remarks>
internal static class DistanceKernel<TTerm, TWidth>
    where TTerm : struct, IDistanceTerm
    where TWidth : struct, IVectorWidth
{
    /// <summary>The distance of two vectors of <paramref name="length"/> values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float One(ref float a, ref float b, nuint length)
    {
        nuint i = 0;
        Vector256<float> half = default;
        if (TWidth.Lanes >= 8)
        {
            Vector256<float> second = default;
            for (; i + 16 <= length; i += 16)
            {
                half = TTerm.Add(half, Vector256.LoadUnsafe(ref a, i), Vector256.LoadUnsafe(ref b, i));
                second = TTerm.Add(second, Vector256.LoadUnsafe(ref a, i + 8), Vector256.LoadUnsafe(ref b, i + 8));
            }
            half += second;
            if (i + 8 <= length)
            {
                half = TTerm.Add(half, Vector256.LoadUnsafe(ref a, i), Vector256.LoadUnsafe(ref b, i));
                i += 8;
            }
        }

        Vector128<float> quarter = half.GetLower() + half.GetUpper();
        if (TWidth.Lanes >= 4)
        {
            for (; i + 4 <= length; i += 4)
                quarter = TTerm.Add(quarter, Vector128.LoadUnsafe(ref a, i), Vector128.LoadUnsafe(ref b, i));
        }

        float sum = Vector128.Sum(quarter);
        for (; i < length; i++)
            sum = TTerm.Add(sum, Unsafe.Add(ref a, i), Unsafe.Add(ref b, i));
        return sum;
    }

    /// <summary>One query against rows that stand one after another.</summary>
    public static void Rows(ReadOnlySpan<float> query, ReadOnlySpan<float> rows, Span<float> results)
    {
        Debug.Assert(rows.Length == query.Length * results.Length, "every result has a row");
        ref float q = ref MemoryMarshal.GetReference(query);
        ref float row = ref MemoryMarshal.GetReference(rows);
        nuint length = (nuint)query.Length;
        for (int r = 0; r < results.Length; r++)
        {
            results[r] = One(ref q, ref row, length);
            row = ref Unsafe.Add(ref row, length);
        }
    }

    /// <summary>Four queries, one after another, against rows; the results of a query stand together.</summary>
    public static void FourQueries(ReadOnlySpan<float> queries, ReadOnlySpan<float> rows, Span<float> results)
    {
        Debug.Assert(queries.Length % 4 == 0 && results.Length % 4 == 0, "four of each");
        int count = results.Length / 4;
        nuint length = (nuint)(queries.Length / 4);
        ref float q0 = ref MemoryMarshal.GetReference(queries);
        ref float q1 = ref Unsafe.Add(ref q0, length);
        ref float q2 = ref Unsafe.Add(ref q1, length);
        ref float q3 = ref Unsafe.Add(ref q2, length);
        ref float row = ref MemoryMarshal.GetReference(rows);
        for (int r = 0; r < count; r++)
        {
            if (TWidth.Lanes >= 16 && length % 16 == 0)
            {
                Four512(ref q0, ref q1, ref q2, ref q3, ref row, length, results[r..], count);
            }
            else
            {
                // The row stays in the first-level cache for the other three.
                results[r] = One(ref q0, ref row, length);
                results[r + count] = One(ref q1, ref row, length);
                results[r + (2 * count)] = One(ref q2, ref row, length);
                results[r + (3 * count)] = One(ref q3, ref row, length);
            }
            row = ref Unsafe.Add(ref row, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four512(
        ref float q0, ref float q1, ref float q2, ref float q3, ref float row, nuint length, Span<float> results, int stride)
    {
        Vector512<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (nuint i = 0; i < length; i += 16)
        {
            Vector512<float> values = Vector512.LoadUnsafe(ref row, i);
            sum0 = TTerm.Add(sum0, Vector512.LoadUnsafe(ref q0, i), values);
            sum1 = TTerm.Add(sum1, Vector512.LoadUnsafe(ref q1, i), values);
            sum2 = TTerm.Add(sum2, Vector512.LoadUnsafe(ref q2, i), values);
            sum3 = TTerm.Add(sum3, Vector512.LoadUnsafe(ref q3, i), values);
        }
        results[0] = Sum(sum0);
        results[stride] = Sum(sum1);
        results[2 * stride] = Sum(sum2);
        results[3 * stride] = Sum(sum3);
    }

    // The order of One: halves, quarters, then the four lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector512<float> wide)
    {
        Vector256<float> half = wide.GetLower() + wide.GetUpper();
        return Vector128.Sum(half.GetLower() + half.GetUpper());
    }
}
