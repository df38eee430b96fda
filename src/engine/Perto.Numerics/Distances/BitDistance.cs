using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Perto.Numerics;

/// <summary>Distances of vectors of bits.</summary>
public static class BitDistance
{
    /// <summary>How many bits differ (the Hamming distance).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static int Hamming(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"vectors must have one length; got {a.Length} and {b.Length} bytes", nameof(b));
        ref byte first = ref MemoryMarshal.GetReference(a);
        ref byte second = ref MemoryMarshal.GetReference(b);
        int at = 0, even = 0, odd = 0;
        // Two sums, so that counting one word does not wait for the other.
        for (; at + (2 * sizeof(ulong)) <= a.Length; at += 2 * sizeof(ulong))
        {
            even += BitOperations.PopCount(Word(ref first, at) ^ Word(ref second, at));
            odd += BitOperations.PopCount(Word(ref first, at + sizeof(ulong)) ^ Word(ref second, at + sizeof(ulong)));
        }
        for (; at + sizeof(ulong) <= a.Length; at += sizeof(ulong))
            even += BitOperations.PopCount(Word(ref first, at) ^ Word(ref second, at));
        for (; at < a.Length; at++)
            odd += BitOperations.PopCount((uint)(a[at] ^ b[at]));
        return even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte first, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at));
}
