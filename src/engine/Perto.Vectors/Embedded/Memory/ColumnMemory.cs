using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Perto.Vectors.Storage;

namespace Perto.Vectors;

/// <summary>
/// The values of a chunk's column: pinned memory while its segment grows, a window of a mapped file afterwards. Both are read through a
/// pointer, which is good as long as the column is held: <see cref="CollectionSnapshot"/> keeps itself alive to the end of its calls.
/// </summary>
/// <remarks>A struct that changes: fields of its type are not read-only.</remarks>
internal unsafe struct ColumnMemory<T>
    where T : unmanaged
{
    // Bytes that are verified together on the first touch.
    private const int WholeAtOnce = 64 << 10;

    private readonly T* _first;
    private readonly object _owner;

    // All of it is known to be sound: memory of the process, or a window whose checksums were compared. Only ever set.
    private volatile bool _verified;

    private ColumnMemory(T[] pinned)
    {
        _owner = pinned;
        _first = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        Length = pinned.Length;
        _verified = true;
    }

    private ColumnMemory(MappedSection section, long first, int length)
    {
        if (first < 0 || length < 0 || (first + length) * sizeof(T) > section.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(first), $"a section of {section.Length} bytes has no {length} values from {first} on");
        }
        _owner = section;
        _first = (T*)section.Pointer + first;
        Length = length;
    }

    public int Length { get; }

    /// <summary>Bytes of the process's own memory.</summary>
    public readonly long HeldBytes => _owner is MappedSection ? 0 : Length * (long)sizeof(T);

    /// <summary>All values.</summary>
    public ReadOnlySpan<T> All => Slice(0, Length);

    /// <summary>All values, for the writer of a growing chunk.</summary>
    public readonly Span<T> Writable
    {
        get
        {
            Debug.Assert(_owner is T[], "a mapped column is never written");
            return new Span<T>(_first, Length);
        }
    }

    public T this[int index] => Slice(index, 1)[0];

    /// <summary>
    /// Memory that holds zeroes: rows without a value are written to files as they stand, and must not hold what was in the process's memory
    /// before.
    /// </summary>
    public static ColumnMemory<T> Zeroed(int length) => new(GC.AllocateArray<T>(length, pinned: true));

    /// <summary>A copy of values.</summary>
    public static ColumnMemory<T> Of(ReadOnlySpan<T> values)
    {
        ColumnMemory<T> memory = new(GC.AllocateUninitializedArray<T>(values.Length, pinned: true));
        values.CopyTo(memory.Writable);
        return memory;
    }

    /// <summary>A window of a file, in values of the section.</summary>
    public static ColumnMemory<T> Mapped(MappedSection section, long first, int length) => new(section, first, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Slice(int first, int count)
    {
        if ((ulong)(uint)first + (uint)count > (uint)Length)
            OutOfRange(first, count);
        if (!_verified)
            Verify(first, count);
        return new ReadOnlySpan<T>(_first + first, count);
    }

    /// <summary>Asks the processor to fetch values that will be read soon. Never touches a file that is not in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Prefetch(int first, int count)
    {
        if (!Sse.IsSupported)
            return;
        byte* at = (byte*)(_first + first);
        for (byte* end = (byte*)(_first + first + count); at < end; at += 64)
            Sse.Prefetch0(at);
    }

    public readonly ColumnMemory<T> Grown(int capacity)
    {
        ColumnMemory<T> grown = Zeroed(capacity);
        Writable.CopyTo(grown.Writable);
        return grown;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Verify(int first, int count)
    {
        MappedSection section = (MappedSection)_owner;
        long start = _first - (T*)section.Pointer;
        if (count < Length && Length * (long)sizeof(T) > WholeAtOnce)
        {
            // A few rows of many: their blocks only, as a search after opening reads here and there.
            section.Verify((start + first) * sizeof(T), count * (long)sizeof(T));
            return;
        }
        section.Verify(start * sizeof(T), Length * (long)sizeof(T));
        _verified = true;
    }

    [DoesNotReturn]
    private readonly void OutOfRange(int first, int count) =>
        throw new ArgumentOutOfRangeException(nameof(first), $"a column of {Length} values has none at {first}..{(long)first + count}");
}
