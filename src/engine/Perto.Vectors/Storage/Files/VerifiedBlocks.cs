using System.Runtime.CompilerServices;
using Perto.Numerics;

namespace Perto.Vectors.Storage;

/// <summary>
/// Which blocks of a <see cref="BlockFile"/> were found as they were written: a bit for each. Two threads that come to a block at the same
/// time may both check it, with the same result.
/// </summary>
internal sealed unsafe class VerifiedBlocks
{
    private readonly string _name;
    private readonly IMappedFile _file;
    private readonly long _end;
    private readonly IReadOnlyList<SectionPlace> _sections;
    private readonly uint[] _verified;

    /// <param name="name">Name of the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="end">Where the blocks end and their checksums begin.</param>
    /// <param name="sections">The sections, to name the one where damage is.</param>
    public VerifiedBlocks(string name, IMappedFile file, long end, IReadOnlyList<SectionPlace> sections)
    {
        _name = name;
        _file = file;
        _end = end;
        _sections = sections;
        Count = BlockFileFormat.Blocks(end);
        _verified = new uint[(Count + 31) >> 5];
    }

    public long Count { get; }

    /// <summary>Returns when the blocks that cover these bytes are as they were written; within the sections, at least one byte.</summary>
    /// <exception cref="DamagedFileException">They are not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ensure(long offset, long length)
    {
        long first = offset >> BlockFileFormat.BlockShift;
        long last = (offset + length - 1) >> BlockFileFormat.BlockShift;
        if (first != last || (_verified[first >> 5] & (1u << (int)first)) == 0)
            EnsureEach(first, last);
    }

    /// <summary>Checks a block, whether or not that was done before.</summary>
    /// <exception cref="DamagedFileException">It is not as it was written.</exception>
    public void Check(long block)
    {
        long offset = block << BlockFileFormat.BlockShift;
        int length = (int)Math.Min(BlockFileFormat.BlockBytes, _end - offset);
        uint written = Unsafe.ReadUnaligned<uint>(_file.Pointer + _end + (block * sizeof(uint)));
        if (Crc32C.Of(new ReadOnlySpan<byte>(_file.Pointer + offset, length)) != written)
            throw new DamagedFileException(_name, SectionAt(offset, length), offset, $"the checksum of the {length} bytes from there does not match");
        Interlocked.Or(ref _verified[block >> 5], 1u << (int)block);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnsureEach(long first, long last)
    {
        for (long block = first; block <= last; block++)
        {
            if ((_verified[block >> 5] & (1u << (int)block)) == 0)
                Check(block);
        }
    }

    private string SectionAt(long offset, int length)
    {
        string[] names = [.. _sections.Where(section => section.Offset < offset + length && section.Offset + section.Length > offset).Select(section => section.Name)];
        return names.Length == 0 ? "header" : string.Join(", ", names);
    }
}
