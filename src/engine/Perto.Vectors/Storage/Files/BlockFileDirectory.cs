using System.Buffers.Binary;
using System.Text;
using Perto.Numerics;

namespace Perto.Vectors.Storage;

/// <summary>The kind of a <see cref="BlockFile"/> and its sections, in the order of the file.</summary>
internal sealed record BlockFileDirectory(string Kind, IReadOnlyList<SectionPlace> Sections)
{
    private const string Part = "directory";

    public byte[] Encode()
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Kind);
            writer.Write(Sections.Count);
            foreach (SectionPlace section in Sections)
            {
                writer.Write(section.Name);
                writer.Write(section.Offset);
                writer.Write(section.Length);
            }
        }

        byte[] encoded = [.. bytes.ToArray(), 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(encoded.AsSpan(encoded.Length - sizeof(uint)), Crc32C.Of(encoded.AsSpan(0, encoded.Length - sizeof(uint))));
        return encoded;
    }

    /// <param name="file">Name of the file.</param>
    /// <param name="encoded">What <see cref="Encode"/> gave.</param>
    /// <param name="offset">Where it stands in the file.</param>
    /// <param name="end">Where the sections end.</param>
    /// <exception cref="DamagedFileException">It is not what was written.</exception>
    public static BlockFileDirectory Decode(string file, ReadOnlySpan<byte> encoded, long offset, long end)
    {
        if (encoded.Length < sizeof(uint) || Crc32C.Of(encoded[..^sizeof(uint)]) != BinaryPrimitives.ReadUInt32LittleEndian(encoded[^sizeof(uint)..]))
            throw new DamagedFileException(file, Part, offset, "the checksum does not match");
        try
        {
            using var reader = new BinaryReader(new MemoryStream(encoded[..^sizeof(uint)].ToArray()), Encoding.UTF8);
            string kind = reader.ReadString();
            int count = reader.ReadInt32();
            var sections = new List<SectionPlace>();
            long free = BlockFileFormat.HeaderBytes;
            for (int i = 0; i < count; i++)
            {
                var section = new SectionPlace(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());
                if (section.Offset < free || section.Offset % BlockFileFormat.Alignment != 0 || section.Length < 0 || section.Length > end - section.Offset)
                    throw new DamagedFileException(file, Part, offset, $"section '{section.Name}' lies where it cannot");
                sections.Add(section);
                free = section.Offset + section.Length;
            }

            return new BlockFileDirectory(kind, sections);
        }
        catch (Exception fault) when (fault is EndOfStreamException or FormatException)
        {
            throw new DamagedFileException(file, Part, offset, "it ends before its last section");
        }
    }
}
