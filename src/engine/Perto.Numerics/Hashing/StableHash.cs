using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Perto.Numerics;

/// <summary>
/// A 64-bit hash of bytes that is the same in every process and on every little-endian machine, so that it may be kept in files: two
/// 64-bit words at a time are folded by a 128-bit product, as in wyhash (Wang Yi, 2019). It is fast and well mixed and no protection
/// against those who look for collisions.
/// </summary>
public static class StableHash
{
    private const ulong Key0 = 0xa0761d6478bd642f;
    private const ulong Key1 = 0xe7037ed1a0b428db;
    private const ulong Key2 = 0x8ebc6af09c88c6e3;

    /// <summary>The hash of <paramref name="bytes"/>.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ref byte first = ref MemoryMarshal.GetReference(bytes);
        nuint length = (nuint)bytes.Length, at = 0;
        ulong state = Key0, a, b;
        for (; length - at > 16; at += 16)
            state = Fold(Word(ref first, at) ^ Key1, Word(ref first, at + 8) ^ state);

        if (length >= 16)
        {
            // The last 16 bytes, of which some may have been read before.
            a = Word(ref first, length - 16);
            b = Word(ref first, length - 8);
        }
        else if (length >= 8)
        {
            a = Word(ref first, 0);
            b = Word(ref first, length - 8);
        }
        else if (length >= 4)
        {
            a = Half(ref first, 0);
            b = Half(ref first, length - 4);
        }
        else
        {
            a = length > 0 ? ((ulong)first << 16) | ((ulong)Unsafe.Add(ref first, length / 2) << 8) | Unsafe.Add(ref first, length - 1) : 0;
            b = 0;
        }
        return Fold(Key2 ^ length, Fold(a ^ Key1, b ^ state));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte first, nuint at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Half(ref byte first, nuint at) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, at));
}
