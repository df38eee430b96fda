using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Perto.Numerics;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720 appendix B.4): the checksum of the binary files. Uses the processor's instruction on x86
/// and Arm, and a table where there is none.
/// </summary>
/// <remarks>
/// The instruction takes one word a cycle but answers after three, so three lanes run side by side and are joined: the checksum of what
/// comes first is moved past the bytes behind it by one multiplication (Gopal et al., Fast CRC Computation for iSCSI Polynomial, Intel 2011).
/// </remarks>
public static class Crc32C
{
    // A block of 16 KiB is three long lanes and two words.
    private static readonly Crc32CLanes Long = new(5456);
    private static readonly Crc32CLanes Short = new(336);

    /// <summary>The checksum of <paramref name="bytes"/>: <c>0xE3069283</c> for the ASCII text <c>123456789</c>.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of what gave <paramref name="checksum"/> followed by <paramref name="bytes"/>; start with 0.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~checksum;
        while (bytes.Length >= Long.Bytes)
        {
            crc = Long.Append(crc, bytes);
            bytes = bytes[Long.Bytes..];
        }

        while (bytes.Length >= Short.Bytes)
        {
            crc = Short.Append(crc, bytes);
            bytes = bytes[Short.Bytes..];
        }

        ref byte first = ref MemoryMarshal.GetReference(bytes);
        int at = 0;
        for (; at <= bytes.Length - sizeof(ulong); at += sizeof(ulong))
            crc = BitOperations.Crc32C(crc, Crc32CLanes.Word(ref first, at));
        for (; at < bytes.Length; at++)
            crc = BitOperations.Crc32C(crc, Unsafe.Add(ref first, at));
        return ~crc;
    }
}
