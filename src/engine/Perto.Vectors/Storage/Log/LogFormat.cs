using System.Buffers.Binary;
using Perto.Numerics;

namespace Perto.Vectors.Storage;

/// <summary>
/// The layout of a file of the <see cref="WriteAheadLog"/>, little-endian, everything at multiples of 8:
/// <code>
/// header   magic 8, version u32, 0 u32, number u64, first sequence u64, ticks of its creation (a salt), CRC-32C of it all: 44 of 48 bytes
/// frame    length of the payload u32, CRC-32C of the other header fields u32, sequence u64, settled u64, payload, zeros to 8, checksums u64
/// end      a frame without payload whose length is 2^32 - 1 and whose sequence is the next one
/// </code>
/// Settled is how much of the file was known to be on the disk when the frame was written. A frame that cannot be read, in front of one that
/// says it was settled, is damage; without such a witness it may be what a crash leaves.
/// </summary>
internal static class LogFormat
{
    public const int HeaderBytes = 48;
    public const int FrameHeaderBytes = 24;
    public const int ChecksumBytes = 8;
    public const int SmallestFrame = FrameHeaderBytes + ChecksumBytes;
    public const int MaxPayloadBytes = 256 << 20;
    public const uint End = uint.MaxValue;
    public const int Version = 1;
    private const int Checked = 44;

    public static ReadOnlySpan<byte> Magic => "PertoLog"u8;

    public static int Padded(int payload) => (payload + 7) & ~7;

    public static void WriteHeader(Span<byte> header, long number, long firstSequence, long salt)
    {
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], number);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], firstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], salt);
        BinaryPrimitives.WriteUInt32LittleEndian(header[Checked..], Crc32C.Of(header[..Checked]));
    }

    public static bool IsHeader(ReadOnlySpan<byte> header) => header.StartsWith(Magic) && Seed(header) == Crc32C.Of(header[..Checked]);

    public static uint Seed(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header[Checked..]);

    public static int VersionOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32LittleEndian(header[8..]);

    public static long Number(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt64LittleEndian(header[16..]);

    public static long FirstSequence(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt64LittleEndian(header[24..]);

    /// <summary>Completes a frame that has its length, its sequence, its payload and zeros behind.</summary>
    public static void Seal(Span<byte> frame, uint seed, long settled)
    {
        BinaryPrimitives.WriteInt64LittleEndian(frame[16..], settled);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], HeaderChecksum(frame, seed));
        ulong checksum = FrameChecksum.Of(seed).Append(frame[..^ChecksumBytes]).Value;
        BinaryPrimitives.WriteUInt64LittleEndian(frame[^ChecksumBytes..], checksum);
    }

    public static uint HeaderChecksum(ReadOnlySpan<byte> header, uint seed) =>
        Crc32C.Append(Crc32C.Append(seed, header[..4]), header[8..FrameHeaderBytes]);
}
