using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Perto.Numerics;

/// <summary>The inner loops of <see cref="Distances"/>.</summary>
/// <remarks>
/// A row is walked from its start to its end with two accumulators. Four rows side by side, sharing the loads of the query, measured half
/// as
/// fast: the scan is bound by memory, and four streams defeat the hardware's prefetcher. Sharing a row between four queries pays instead.
/// Each pair of vectors is summed in the same order in both loops, so that a result does not depend on what it was computed together with.
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
        Vector512<float> wide = default;
        if (TWidth.Lanes >= 16)
        {
            Vector512<float> second = default;
            for (; i + 32 <= length; i += 32)
            {
                wide = TTerm.Add(wide, Vector512.LoadUnsafe(ref a, i), Vector512.LoadUnsafe(ref b, i));
                second = TTerm.Add(second, Vector512.LoadUnsafe(ref a, i + 16), Vector512.LoadUnsafe(ref b, i + 16));
            }
            wide += second;
            if (i + 16 <= length)
            {
                wide = TTerm.Add(wide, Vector512.LoadUnsafe(ref a, i), Vector512.LoadUnsafe(ref b, i));
                i += 16;
            }
        }

        Vector256<float> half = wide.GetLower() + wide.GetUpper();
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
            if (TWidth.Lanes >= 16 && length % 32 == 0)
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
        Vector512<float> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default;
        for (nuint i = 0; i < length; i += 32)
        {
            Vector512<float> first = Vector512.LoadUnsafe(ref row, i), second = Vector512.LoadUnsafe(ref row, i + 16);
            a0 = TTerm.Add(a0, Vector512.LoadUnsafe(ref q0, i), first);
            a1 = TTerm.Add(a1, Vector512.LoadUnsafe(ref q1, i), first);
            a2 = TTerm.Add(a2, Vector512.LoadUnsafe(ref q2, i), first);
            a3 = TTerm.Add(a3, Vector512.LoadUnsafe(ref q3, i), first);
            b0 = TTerm.Add(b0, Vector512.LoadUnsafe(ref q0, i + 16), second);
            b1 = TTerm.Add(b1, Vector512.LoadUnsafe(ref q1, i + 16), second);
            b2 = TTerm.Add(b2, Vector512.LoadUnsafe(ref q2, i + 16), second);
            b3 = TTerm.Add(b3, Vector512.LoadUnsafe(ref q3, i + 16), second);
        }
        results[0] = Sum(a0 + b0);
        results[stride] = Sum(a1 + b1);
        results[2 * stride] = Sum(a2 + b2);
        results[3 * stride] = Sum(a3 + b3);
    }

    // The order of One: halves, quarters, then the four lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector512<float> wide)
    {
        Vector256<float> half = wide.GetLower() + wide.GetUpper();
        return Vector128.Sum(half.GetLower() + half.GetUpper());
    }
}
