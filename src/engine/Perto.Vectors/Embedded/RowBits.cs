using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Perto.Vectors;

/// <summary>A set of a chunk's rows, one bit each.</summary>
internal static class RowBits
{
    /// <summary>Words of a set over a whole chunk.</summary>
    public const int Words = Chunk.Rows / 64;

    /// <summary>Sets the bits of exactly the first <paramref name="rows"/> rows.</summary>
    public static void SetFirst(int rows, Span<ulong> bits)
    {
        bits.Clear();
        bits[..(rows / 64)].Fill(ulong.MaxValue);
        if (rows % 64 != 0)
            bits[rows / 64] = (1UL << (rows % 64)) - 1;
    }

    /// <summary>Sets the bits of exactly those of the first <paramref name="rows"/> rows that pass. Compiled for each test.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill<TTest>(TTest test, int rows, Span<ulong> bits)
        where TTest : struct, IRowTest, allows ref struct
    {
        bits.Clear();
        for (int first = 0; first < rows; first += 64)
        {
            ulong word = 0;
            int end = Math.Min(rows - first, 64);
            for (int i = 0; i < end; i++)
                word |= (test.Passes(first + i) ? 1UL : 0UL) << i;
            bits[first / 64] = word;
        }
    }

    /// <summary>Clears the bits of the first <paramref name="rows"/> rows; none, if it is not positive.</summary>
    public static void ClearFirst(int rows, Span<ulong> bits)
    {
        if (rows <= 0)
            return;
        bits[..(rows / 64)].Clear();
        if (rows % 64 != 0)
            bits[rows / 64] &= ulong.MaxValue << (rows % 64);
    }

    /// <summary>
    /// Sets the bits of exactly those of the first <paramref name="rows"/> rows whose value lies in a closed range.
    /// </summary>
    public static void InRange<T>(ReadOnlySpan<T> values, T low, T high, int rows, Span<ulong> bits)
        where T : struct, INumber<T>
    {
        bits.Clear();
        Vector256<T> lows = Vector256.Create(low), highs = Vector256.Create(high);
        int whole = rows / 64 * 64;
        ref T value = ref MemoryMarshal.GetReference(values);
        for (int first = 0; first < whole; first += 64)
        {
            ulong word = 0;
            for (int i = 0; i < 64; i += Vector256<T>.Count)
            {
                Vector256<T> some = Vector256.LoadUnsafe(ref value, (nuint)(first + i));
                Vector256<T> within = Vector256.GreaterThanOrEqual(some, lows) & Vector256.LessThanOrEqual(some, highs);
                word |= (ulong)within.ExtractMostSignificantBits() << i;
            }
            bits[first / 64] = word;
        }
        for (int row = whole; row < rows; row++)
            bits[row / 64] |= (values[row] >= low && values[row] <= high ? 1UL : 0UL) << (row % 64);
    }

    public static void And(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        for (int w = 0; w < bits.Length; w++)
            bits[w] &= other[w];
    }

    public static void Or(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        for (int w = 0; w < bits.Length; w++)
            bits[w] |= other[w];
    }

    public static void Not(Span<ulong> bits)
    {
        for (int w = 0; w < bits.Length; w++)
            bits[w] = ~bits[w];
    }

    /// <summary>Writes the rows of a chunk that are in the set, ascending; returns how many.</summary>
    public static int List(ReadOnlySpan<ulong> bits, Span<ushort> rows)
    {
        int count = 0;
        for (int w = 0; w < bits.Length; w++)
        {
            for (ulong word = bits[w]; word != 0; word &= word - 1)
                rows[count++] = (ushort)((w * 64) + BitOperations.TrailingZeroCount(word));
        }
        return count;
    }

    public static int Count(ReadOnlySpan<ulong> bits)
    {
        int count = 0;
        foreach (ulong word in bits)
            count += BitOperations.PopCount(word);
        return count;
    }

    public static bool Contains(ReadOnlySpan<ulong> bits, int row) => (bits[row / 64] >> (row % 64) & 1) != 0;
}
