using System.Numerics;
using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Vectors.Storage;

/// <summary>
/// What stands behind a frame: a CRC-32C in the low half, and a second, unrelated checksum in the high half. The first finds which single
/// byte would explain a mismatch; the second tells such a byte from chance, which finds one in frame bytes x 255 / 2^32 of the torn frames
/// with one checksum, and 2^32 times more rarely with both.
/// </summary>
/// <param name="Crc">The first, of all so far.</param>
/// <param name="Mix">State of the second.</param>
internal readonly record struct FrameChecksum(uint Crc, ulong Mix)
{
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    public ulong Value => Crc | ((Mix >> 32) << 32);

    /// <param name="seed">The checksum of the file's header: a frame of another file is no frame of this one.</param>
    public static FrameChecksum Of(uint seed) => new(seed, seed);

    /// <param name="bytes">A multiple of 8.</param>
    public FrameChecksum Append(ReadOnlySpan<byte> bytes)
    {
        ulong mix = Mix;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
            mix = BitOperations.RotateLeft(mix ^ word, 29) * Odd;
        return new FrameChecksum(Crc32C.Append(Crc, bytes), mix);
    }
}
