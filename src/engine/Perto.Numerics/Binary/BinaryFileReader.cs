using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Perto.Numerics;

/// <summary>
/// Reads what <see cref="BinaryFileWriter"/> wrote, section by section in the same order, and checks every byte: a flipped
/// bit, a missing piece, another kind or an unknown version is a <see cref="BinaryFormatException"/> that names the section.
/// </summary>
public sealed class BinaryFileReader
{
    private const string HeaderSection = "header";
    private const string EndSection = "end";

    private readonly Stream _stream;
    private long _sections;

    /// <summary>Reads and checks the header.</summary>
    /// <exception cref="BinaryFormatException">The stream does not start with a whole header.</exception>
    public BinaryFileReader(Stream stream)
    {
        _stream = stream;
        int magic = BinaryFileFormat.Magic.Length;
        Span<byte> header = stackalloc byte[magic + 1 + BinaryFileFormat.MaxNameBytes + sizeof(int)];
        Fill(header[..(magic + 1)], HeaderSection);
        if (!header[..magic].SequenceEqual(BinaryFileFormat.Magic))
            throw new BinaryFormatException(HeaderSection, "this is not a Perto binary file");
        int length = NameLength(header[magic], HeaderSection, least: 1);
        header = header[..(magic + 1 + length + sizeof(int))];
        Fill(header[(magic + 1)..], HeaderSection);
        Check(Crc32C.Of(header), HeaderSection);
        Kind = Encoding.UTF8.GetString(header.Slice(magic + 1, length));
        Version = BinaryPrimitives.ReadInt32LittleEndian(header[^sizeof(int)..]);
    }

    /// <summary>What the file holds.</summary>
    public string Kind { get; }

    /// <summary>Version of this kind's format.</summary>
    public int Version { get; }

    /// <summary>Refuses versions that the caller does not know.</summary>
    /// <param name="newest">The newest version the caller can read; older ones are its own business.</param>
    /// <exception cref="BinaryFormatException">The file is of a newer version.</exception>
    public void RequireVersion(int newest)
    {
        if (Version < 1 || Version > newest)
            throw new BinaryFormatException(HeaderSection, $"version {Version} of '{Kind}' is unknown; this program reads 1..{newest}");
    }

    /// <summary>Reads the next section, which must be called <paramref name="name"/>.</summary>
    /// <typeparam name="T">The primitive it was written with.</typeparam>
    /// <exception cref="BinaryFormatException">The section is damaged, cut short, or another one.</exception>
    public T[] Section<T>(string name)
        where T : unmanaged
    {
        (string found, long bytes, uint checksum) = ReadHeading(name);
        if (found.Length == 0)
            throw new BinaryFormatException(name, "the file ends before it");
        if (found != name)
            throw new BinaryFormatException(name, $"found section '{found}' in its place");
        int size = Unsafe.SizeOf<T>();
        if (bytes < 0 || bytes % size != 0 || bytes / size > Array.MaxLength)
            throw new BinaryFormatException(name, $"{bytes} bytes are no array of {typeof(T).Name}");
        if (_stream.CanSeek && bytes > _stream.Length - _stream.Position)
            throw new BinaryFormatException(name, $"the file is cut short: {bytes} bytes are announced, {_stream.Length - _stream.Position} are left");

        T[] values = new T[bytes / size];
        int step = BinaryFileFormat.PieceBytes / size;
        for (Span<T> rest = values; !rest.IsEmpty; rest = rest[Math.Min(step, rest.Length)..])
        {
            Span<byte> piece = MemoryMarshal.AsBytes(rest[..Math.Min(step, rest.Length)]);
            Fill(piece, name);
            checksum = Crc32C.Append(checksum, piece);
            if (!BitConverter.IsLittleEndian)
                ByteOrder.Reverse(piece, size);
        }

        Check(checksum, name);
        _sections++;
        return values;
    }

    /// <summary>Reads a section of text (UTF-8).</summary>
    /// <exception cref="BinaryFormatException">The section is damaged, cut short, or another one.</exception>
    public string Text(string name) => Encoding.UTF8.GetString(Section<byte>(name));

    /// <summary>Checks that the file ends here and lost nothing.</summary>
    /// <exception cref="BinaryFormatException">There are more sections, or the end mark is missing or wrong.</exception>
    public void End()
    {
        (string found, long sections, _) = ReadHeading(EndSection);
        if (found.Length > 0)
            throw new BinaryFormatException(EndSection, $"found section '{found}' in its place");
        if (sections != _sections)
            throw new BinaryFormatException(EndSection, $"{sections} sections were written, {_sections} were read");
    }

    private (string Name, long Number, uint Checksum) ReadHeading(string expected)
    {
        Span<byte> heading = stackalloc byte[1 + BinaryFileFormat.MaxNameBytes + sizeof(long)];
        Fill(heading[..1], expected);
        int length = NameLength(heading[0], expected, least: 0);
        heading = heading[..(1 + length + sizeof(long))];
        Fill(heading[1..], expected);
        uint checksum = Crc32C.Of(heading);
        Check(checksum, expected);
        string name = Encoding.UTF8.GetString(heading.Slice(1, length));
        return (name, BinaryPrimitives.ReadInt64LittleEndian(heading[(1 + length)..]), checksum);
    }

    private static int NameLength(byte length, string section, int least) =>
        length >= least && length <= BinaryFileFormat.MaxNameBytes
            ? length
            : throw new BinaryFormatException(section, $"a name of {length} bytes cannot be; the file is damaged");

    private void Fill(Span<byte> bytes, string section)
    {
        try
        {
            _stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException cut)
        {
            throw new BinaryFormatException(section, "the file is cut short", cut);
        }
    }

    private void Check(uint computed, string section)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        Fill(bytes, section);
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (stored != computed)
            throw new BinaryFormatException(section, $"the checksum is {computed:x8} but {stored:x8} was written: the file is damaged");
    }
}
