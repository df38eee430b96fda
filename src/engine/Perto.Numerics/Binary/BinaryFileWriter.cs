using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Perto.Numerics;

/// <summary>
/// Writes a versioned binary file: a kind, a version, and named sections, each with its length and CRC-32C. Write the
/// sections in the order in which they will be read, then <see cref="End"/>. The stream stays open.
/// </summary>
public sealed class BinaryFileWriter
{
    private readonly Stream _stream;
    private long _sections;

    /// <summary>Starts a file.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="kind">What the file holds: 1 to 64 bytes of UTF-8.</param>
    /// <param name="version">Version of this kind's format, from 1.</param>
    public BinaryFileWriter(Stream stream, string kind, int version)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(version);
        _stream = stream;
        byte[] name = Name(kind, nameof(kind));
        Span<byte> header = stackalloc byte[BinaryFileFormat.Magic.Length + 1 + BinaryFileFormat.MaxNameBytes + sizeof(int)];
        BinaryFileFormat.Magic.CopyTo(header);
        int at = BinaryFileFormat.Magic.Length;
        header[at++] = (byte)name.Length;
        name.CopyTo(header[at..]);
        at += name.Length;
        BinaryPrimitives.WriteInt32LittleEndian(header[at..], version);
        header = header[..(at + sizeof(int))];
        _stream.Write(header);
        WriteChecksum(Crc32C.Of(header));
    }

    /// <summary>Writes a section of raw numbers, little-endian.</summary>
    /// <typeparam name="T">A primitive of 1, 2, 4 or 8 bytes.</typeparam>
    /// <param name="name">Name of the section: 1 to 64 bytes of UTF-8.</param>
    /// <param name="values">The payload.</param>
    public void Section<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        byte[] nameBytes = Name(name, nameof(name));
        uint checksum = WriteHeading(nameBytes, (long)values.Length * Unsafe.SizeOf<T>());
        WriteChecksum(checksum);

        int step = BinaryFileFormat.PieceBytes / Unsafe.SizeOf<T>();
        while (!values.IsEmpty)
        {
            ReadOnlySpan<T> piece = values[..Math.Min(step, values.Length)];
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(piece);
            if (!BitConverter.IsLittleEndian)
            {
                byte[] reversed = bytes.ToArray();
                ByteOrder.Reverse(reversed, Unsafe.SizeOf<T>());
                bytes = reversed;
            }

            checksum = Crc32C.Append(checksum, bytes);
            _stream.Write(bytes);
            values = values[piece.Length..];
        }

        WriteChecksum(checksum);
        _sections++;
    }

    /// <summary>Writes a section of text (UTF-8).</summary>
    public void Text(string name, string text) => Section<byte>(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes the end mark; a file without it counts as cut short.</summary>
    public void End() => WriteChecksum(WriteHeading([], _sections));

    private uint WriteHeading(ReadOnlySpan<byte> name, long number)
    {
        Span<byte> heading = stackalloc byte[1 + BinaryFileFormat.MaxNameBytes + sizeof(long)];
        heading[0] = (byte)name.Length;
        name.CopyTo(heading[1..]);
        BinaryPrimitives.WriteInt64LittleEndian(heading[(1 + name.Length)..], number);
        heading = heading[..(1 + name.Length + sizeof(long))];
        _stream.Write(heading);
        return Crc32C.Of(heading);
    }

    private void WriteChecksum(uint checksum)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, checksum);
        _stream.Write(bytes);
    }

    private static byte[] Name(string name, string parameter)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length is 0 or > BinaryFileFormat.MaxNameBytes)
            throw new ArgumentException($"{parameter} must be 1..{BinaryFileFormat.MaxNameBytes} bytes of UTF-8; got '{name}'", parameter);
        return bytes;
    }
}
