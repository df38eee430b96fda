using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Perto.Numerics;

/// <summary>
/// Three lanes of one length, whose checksums are computed side by side. Checksums are polynomials over GF(2) with x^0 in the highest bit,
/// without the inversion before and after.
/// </summary>
internal sealed class Crc32CLanes
{
    private const uint Polynomial = 0x82F6_3B78;
    private readonly int _lane;
    private readonly Shift _one;
    private readonly Shift _two;

    /// <param name="lane">Bytes of a lane, a multiple of 8.</param>
    public Crc32CLanes(int lane)
    {
        _lane = lane;
        _one = new Shift(lane);
        _two = new Shift(2 * lane);
    }

    /// <summary>Bytes of the three lanes.</summary>
    public int Bytes => 3 * _lane;

    /// <summary>The checksum of what gave <paramref name="crc"/> followed by the first <see cref="Bytes"/> bytes.</summary>
    public uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        ref byte first = ref MemoryMarshal.GetReference(bytes[..Bytes]);
        int lane = _lane;
        uint middle = 0;
        uint last = 0;
        for (int at = 0; at < lane; at += sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, Word(ref first, at));
            middle = BitOperations.Crc32C(middle, Word(ref first, at + lane));
            last = BitOperations.Crc32C(last, Word(ref first, at + lane + lane));
        }

        return _two.Apply(crc) ^ _one.Apply(middle) ^ last;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Word(ref byte first, int at)
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    /// <summary>The product of two polynomials modulo that of the checksum.</summary>
    internal static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (; a != 0; a <<= 1)
        {
            if ((a & 0x8000_0000) != 0)
                product ^= b;
            b = (b & 1) == 1 ? (b >> 1) ^ Polynomial : b >> 1;
        }

        return product;
    }

    private static uint PowerOfX(int exponent)
    {
        uint power = 0x8000_0000;
        uint square = 0x4000_0000;
        for (; exponent != 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
                power = Multiply(power, square);
            square = Multiply(square, square);
        }

        return power;
    }

    /// <summary>Moves a checksum past a number of bytes: multiplies it by x^(8 bytes).</summary>
    internal readonly struct Shift(int bytes)
    {
        private readonly uint _factor = PowerOfX(8 * bytes);

        // A carry-less product of reflected values is one power of x too high, and the instruction that reduces it adds 32.
        private readonly uint _carrylessFactor = PowerOfX((8 * bytes) - 33);

        public uint Apply(uint crc) => Pclmulqdq.IsSupported ? ApplyCarryless(crc) : ApplyPortable(crc);

        internal uint ApplyPortable(uint crc) => Multiply(crc, _factor);

        internal uint ApplyCarryless(uint crc)
        {
            ulong product = Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar((ulong)crc), Vector128.CreateScalar((ulong)_carrylessFactor), 0).ToScalar();
            return BitOperations.Crc32C(0, product);
        }
    }
}
