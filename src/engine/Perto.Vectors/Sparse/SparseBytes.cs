namespace Perto.Vectors;

/// <summary>Memory that does not move, for instance of a mapped file.</summary>
/// <param name="pointer">The first byte.</param>
/// <param name="length">How many bytes may be read.</param>
/// <param name="owner">What keeps the memory alive as long as it is referenced; null where the caller sees to it.</param>
internal readonly unsafe struct SparseBytes(byte* pointer, long length, object? owner = null)
{
    public byte* Pointer { get; } = pointer;

    public long Length { get; } = length;

    public object? Owner { get; } = owner;

    /// <summary>A copy that the garbage collector neither moves nor frees while it is referenced.</summary>
    public static SparseBytes Copy(ReadOnlySpan<byte> bytes)
    {
        // One byte more, so that an empty copy has an address too.
        byte[] copy = GC.AllocateUninitializedArray<byte>(bytes.Length + 1, pinned: true);
        bytes.CopyTo(copy);
        fixed (byte* first = copy)
            return new SparseBytes(first, bytes.Length, copy);
    }
}
