namespace Perto.Numerics;

/// <summary>
/// The layout shared by <see cref="BinaryFileWriter"/> and <see cref="BinaryFileReader"/>; all numbers are little-endian.
/// <code>
/// magic   "PERTOBIN"                                         8 bytes
/// header  kind length (1), kind (UTF-8), version (4), crc    crc covers magic and header
/// section name length (1), name (UTF-8), bytes (8), crc      crc covers this heading, so that a damaged length is never believed
///         payload, crc                                       crc covers heading and payload
/// end     0 (1), number of sections (8), crc
/// </code>
/// </summary>
internal static class BinaryFileFormat
{
    /// <summary>Most bytes of a kind or a section name.</summary>
    public const int MaxNameBytes = 64;

    /// <summary>Payloads are read and written in pieces of this many bytes, so that no span exceeds 2 GiB.</summary>
    public const int PieceBytes = 1 << 24;

    public static ReadOnlySpan<byte> Magic => "PERTOBIN"u8;
}
