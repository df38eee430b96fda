using System.Runtime.CompilerServices;

namespace Perto.Vectors.Storage;

/// <summary>A section of a <see cref="BlockFile"/>. It keeps the file's memory alive; keep it alive behind the last use of a span.</summary>
internal sealed unsafe class MappedSection
{
    private readonly BlockFile _file;
    private readonly VerifiedBlocks _blocks;
    private readonly SectionPlace _place;

    internal MappedSection(BlockFile file, SectionPlace place, byte* pointer)
    {
        _file = file;
        _blocks = file.Blocks;
        _place = place;
        Pointer = pointer;
    }

    /// <summary>First byte, at a multiple of 64. What is read through it is unchecked unless <see cref="Verify"/> was called for it.</summary>
    public byte* Pointer { get; }

    /// <summary>Bytes of the section.</summary>
    public long Length => _place.Length;

    /// <summary>Values of the section, checked.</summary>
    /// <typeparam name="T">The type that the section was written with.</typeparam>
    /// <param name="index">The first value, counted in values.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie within the section.</exception>
    /// <exception cref="DamagedFileException">They are not what was written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Span<T>(long index, int count)
        where T : unmanaged
    {
        if ((ulong)index > (ulong)(_place.Length / sizeof(T)) || (ulong)count > (ulong)((_place.Length / sizeof(T)) - index))
            Refuse(index, count, sizeof(T));
        if (count == 0)
            return [];
        _blocks.Ensure(_place.Offset + (index * sizeof(T)), (long)count * sizeof(T));
        return new ReadOnlySpan<T>(Pointer + (index * sizeof(T)), count);
    }

    /// <summary>Checks bytes of the section, those that were not checked before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie within the section.</exception>
    /// <exception cref="DamagedFileException">They are not what was written.</exception>
    public void Verify(long offset, long length)
    {
        if ((ulong)offset > (ulong)Length || (ulong)length > (ulong)(Length - offset))
            Refuse(offset, length, 1);
        if (length > 0)
            _blocks.Ensure(_place.Offset + offset, length);
        GC.KeepAlive(_file);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refuse(long index, long count, int size) => throw new ArgumentOutOfRangeException(
        nameof(index), index, $"index and count must lie within the {Length / size} values of section '{_place.Name}'; got {index} and {count}");
}
