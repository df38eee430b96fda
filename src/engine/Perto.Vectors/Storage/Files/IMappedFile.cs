namespace Perto.Vectors.Storage;

/// <summary>
/// A file as memory, read-only. The memory is there until the object is disposed or collected: whoever works with the pointer, or with a
/// span made of it, keeps the object alive with <see cref="GC.KeepAlive"/> behind the last use.
/// </summary>
internal unsafe interface IMappedFile : IDisposable
{
    /// <summary>First byte; null if the file is empty.</summary>
    byte* Pointer { get; }

    /// <summary>Bytes of the file when it was mapped.</summary>
    long Length { get; }
}
