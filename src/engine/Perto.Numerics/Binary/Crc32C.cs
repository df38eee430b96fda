using System.Buffers.Binary;
using System.Numerics;

namespace Perto.Numerics;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720 appendix B.4): the checksum of the binary files. Uses the processor's instruction on x86
/// and Arm, and a table where there is none.
/// </summary>
public static class Crc32C
{
    /// <summary>The checksum of <paramref name="bytes"/>: <c>0xE3069283</c> for the ASCII text <c>123456789</c>.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of what gave <paramref name="checksum"/> followed by <paramref name="bytes"/>; start with 0.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~checksum;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
