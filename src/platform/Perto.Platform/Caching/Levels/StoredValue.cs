using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Perto.Numerics;

namespace Perto.Platform;

/// <summary>A value as levels outside of this process hold it, with its times and the versions of its tags.</summary>
/// <remarks>
/// Little-endian: magic <c>50 43</c>, format 1, flags, fresh until and stale until in Unix milliseconds (8 bytes each), length of the stamp
/// (2 bytes) and the stamp, length of the value before compression (4 bytes), the value, CRC-32C of all before it.
/// </remarks>
/// <param name="Bytes">The value; null: there is none, and that is known.</param>
/// <param name="FreshUntil">Unix milliseconds.</param>
/// <param name="StaleUntil">Unix milliseconds; not before <paramref name="FreshUntil"/>.</param>
/// <param name="Stamp">See <see cref="LevelRead"/>.</param>
internal sealed record StoredValue(byte[]? Bytes, long FreshUntil, long StaleUntil, byte[] Stamp)
{
    private const byte Negative = 1;
    private const byte Compressed = 2;
    private const int FixedLength = 2 + 1 + 1 + 8 + 8 + 2;
    private const int ChecksumLength = 4;

    // Below that the frame of the compression and the time it takes outweigh what it saves.
    private const int CompressFrom = 1024;

    // What somebody else wrote there must not make this process reserve more than any value takes.
    private const int LongestValue = 256 << 20;

    /// <summary>The bytes to keep.</summary>
    public byte[] Encode()
    {
        byte[] value = Bytes ?? [];
        byte flags = Bytes is null ? Negative : (byte)0;
        if (value.Length >= CompressFrom && Compress(value) is { } smaller)
            (value, flags) = (smaller, Compressed);
        byte[] stored = new byte[FixedLength + Stamp.Length + 4 + value.Length + ChecksumLength];
        Span<byte> rest = stored;
        stored[0] = (byte)'P';
        stored[1] = (byte)'C';
        stored[2] = 1;
        stored[3] = flags;
        BinaryPrimitives.WriteInt64LittleEndian(rest[4..], FreshUntil);
        BinaryPrimitives.WriteInt64LittleEndian(rest[12..], StaleUntil);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[20..], checked((ushort)Stamp.Length));
        Stamp.CopyTo(rest[FixedLength..]);
        rest = rest[(FixedLength + Stamp.Length)..];
        BinaryPrimitives.WriteInt32LittleEndian(rest, Bytes?.Length ?? 0);
        value.CopyTo(rest[4..]);
        BinaryPrimitives.WriteUInt32LittleEndian(stored.AsSpan(stored.Length - ChecksumLength), Crc32C.Of(stored.AsSpan(0, stored.Length - ChecksumLength)));
        return stored;
    }

    /// <summary>What <see cref="Encode"/> was given; null: the bytes are something else, or were damaged.</summary>
    public static StoredValue? Decode(ReadOnlySpan<byte> stored)
    {
        if (stored.Length < FixedLength + 4 + ChecksumLength || stored[0] != 'P' || stored[1] != 'C' || stored[2] != 1)
            return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(stored[^ChecksumLength..]) != Crc32C.Of(stored[..^ChecksumLength]))
            return null;
        int stampLength = BinaryPrimitives.ReadUInt16LittleEndian(stored[20..]);
        if (stored.Length < FixedLength + stampLength + 4 + ChecksumLength)
            return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(stored[(FixedLength + stampLength)..]);
        ReadOnlySpan<byte> value = stored[(FixedLength + stampLength + 4)..^ChecksumLength];
        byte[]? bytes = (stored[3] & Compressed) != 0 ? Decompress(value, length) : value.ToArray();
        if (bytes is null || bytes.Length != length)
            return null;
        return new StoredValue(
            (stored[3] & Negative) != 0 ? null : bytes,
            BinaryPrimitives.ReadInt64LittleEndian(stored[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(stored[12..]),
            stored.Slice(FixedLength, stampLength).ToArray());
    }

    private static byte[]? Compress(byte[] value)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(value.Length);
        try
        {
            // One that saves less than an eighth is not worth the time to read it.
            return BrotliEncoder.TryCompress(value, buffer.AsSpan(0, value.Length - (value.Length / 8)), out int written, quality: 1, window: 18)
                ? buffer.AsSpan(0, written).ToArray()
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[]? Decompress(ReadOnlySpan<byte> value, int length)
    {
        if (length is < 0 or > LongestValue)
            return null;
        byte[] bytes = new byte[length];
        return BrotliDecoder.TryDecompress(value, bytes, out int written) && written == length ? bytes : null;
    }
}
