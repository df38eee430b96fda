using System.Buffers.Binary;
using System.Text;
using Perto.Numerics;

namespace Perto.Vectors.Storage;

/// <summary>
/// The layout of a <see cref="BlockFile"/>, little-endian:
/// <code>
/// header      64 bytes: magic, format, version, length of the kind, kind
/// sections    each at a multiple of 64
/// table       one CRC-32C for each 16 KiB of what stands before the table; its last block may be shorter
/// directory   kind, number of sections; for each: name, offset, length; CRC-32C of the directory
/// footer      64 bytes: magic, format, version, offsets, length of the file, CRC-32C of the footer
/// </code>
/// </summary>
internal static class BlockFileFormat
{
    public const int BlockShift = 14;
    public const int BlockBytes = 1 << BlockShift;
    public const int Alignment = 64;
    public const int HeaderBytes = 64;
    public const int FooterBytes = 64;
    public const int Format = 1;
    public const int MaxKindBytes = 40;
    public const int MaxNameBytes = 200;

    public static ReadOnlySpan<byte> HeaderMagic => "PertoBlk"u8;

    public static ReadOnlySpan<byte> FooterMagic => "PertoEnd"u8;

    public static long Blocks(long bytes) => (bytes + BlockBytes - 1) >> BlockShift;

    public static void WriteHeader(Span<byte> header, string kind, int version)
    {
        header.Clear();
        HeaderMagic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Format);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], version);
        header[16] = (byte)Encoding.UTF8.GetBytes(kind, header[17..]);
    }

    public static void WriteFooter(Span<byte> footer, BlockFileFooter values)
    {
        footer.Clear();
        FooterMagic.CopyTo(footer);
        BinaryPrimitives.WriteInt32LittleEndian(footer[8..], Format);
        BinaryPrimitives.WriteInt32LittleEndian(footer[12..], values.Version);
        BinaryPrimitives.WriteInt64LittleEndian(footer[16..], values.Table);
        BinaryPrimitives.WriteInt64LittleEndian(footer[24..], values.Directory);
        BinaryPrimitives.WriteInt64LittleEndian(footer[32..], values.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(footer[60..], Crc32C.Of(footer[..60]));
    }

    /// <exception cref="DamagedFileException">It is no footer of a file of this length.</exception>
    /// <exception cref="StorageException">A later release wrote it.</exception>
    public static BlockFileFooter ReadFooter(string file, ReadOnlySpan<byte> footer, long length)
    {
        long at = length - FooterBytes;
        if (Crc32C.Of(footer[..60]) != BinaryPrimitives.ReadUInt32LittleEndian(footer[60..]) || !footer.StartsWith(FooterMagic))
            throw new DamagedFileException(file, "footer", at, "the checksum does not match, or the file was cut");
        int format = BinaryPrimitives.ReadInt32LittleEndian(footer[8..]);
        if (format != Format)
            throw new StorageException(file, $"has format {format}, this release reads format {Format}", "Use the release that wrote it, or a later one");
        var values = new BlockFileFooter(
            BinaryPrimitives.ReadInt32LittleEndian(footer[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(footer[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(footer[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(footer[32..]));
        if (values.Length != length)
            throw new DamagedFileException(file, "footer", at, $"the file has {length} bytes, and was written with {values.Length}");
        if (values.Table < HeaderBytes || values.Directory <= values.Table || values.Directory > at
            || values.Directory - values.Table != Blocks(values.Table) * sizeof(uint))
        {
            throw new DamagedFileException(file, "footer", at, "the parts of the file do not fit together");
        }

        return values;
    }
}
