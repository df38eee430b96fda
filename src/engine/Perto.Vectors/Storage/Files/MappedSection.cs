namespace Perto.Vectors.Storage;

/// <summary>A section of a <see cref="BlockFile"/>; it keeps the file's memory alive.</summary>
internal sealed unsafe class MappedSection
{
    public byte* Pointer => throw new NotImplementedException();

    public long Length => throw new NotImplementedException();

    public ReadOnlySpan<T> Span<T>(long index, int count)
        where T : unmanaged => throw new NotImplementedException();

    public void Verify(long offset, long length) => throw new NotImplementedException();
}
