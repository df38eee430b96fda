namespace Perto.Vectors.Storage;

/// <summary>An open file. Disposing closes it and makes nothing durable.</summary>
/// <exception cref="StorageException">Of every member: the operating system refused.</exception>
internal interface IFile : IDisposable
{
    /// <summary>Bytes of the file.</summary>
    long Length { get; }

    /// <summary>Writes all of <paramref name="bytes"/>; the file grows as needed. If it throws, any part may have been written.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Reads until <paramref name="bytes"/> is full or the file ends; says how many it read.</summary>
    int Read(long offset, Span<byte> bytes);

    /// <summary>Cuts the file, or lets it grow with zeros.</summary>
    void SetLength(long length);

    /// <summary>
    /// Returns when all that was written is on the disk. A failure is final: the system may have dropped what it could not write, and a
    /// second try that succeeds says nothing about it.
    /// </summary>
    void Sync();
}
