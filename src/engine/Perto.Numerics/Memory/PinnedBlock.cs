namespace Perto.Numerics;

/// <summary>
/// Zeroed memory of the managed heap that does not move, aligned to 64 bytes. It goes with the last reference to it and needs no disposal: for what is shared
/// by callers none of whom knows when the last has finished, such as the weights of a model.
/// </summary>
public sealed unsafe class PinnedBlock
{
    private const int Alignment = 64;

    // Kept for the collector's eyes: the pointer leads into it.
    private readonly ulong[] _words;

    /// <param name="bytes">Its size, at most 16 GiB.</param>
    /// <exception cref="OutOfMemoryException">There is not so much memory.</exception>
    public PinnedBlock(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Bytes = bytes;
        long words = (bytes + Alignment + sizeof(ulong) - 1) / sizeof(ulong);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words, Array.MaxLength, nameof(bytes));
        _words = GC.AllocateArray<ulong>((int)words, pinned: true);
        fixed (ulong* first = _words)
            Pointer = (byte*)(((nint)first + Alignment - 1) & -Alignment);
    }

    /// <summary>Its size.</summary>
    public long Bytes { get; }

    /// <summary>Where it begins. Whoever uses it keeps this object alive meanwhile.</summary>
    public byte* Pointer { get; }
}
