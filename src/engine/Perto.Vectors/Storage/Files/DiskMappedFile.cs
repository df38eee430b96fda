using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Perto.Vectors.Storage;

/// <summary>
/// A mapped file of <see cref="DiskFiles"/>. The safe handle of the view has the finalizer: an object that is collected with nobody having
/// disposed it gives the memory back.
/// </summary>
internal sealed unsafe class DiskMappedFile : IMappedFile
{
    private readonly SafeMemoryMappedViewHandle? _view;

    /// <param name="path">Full path of the file.</param>
    public DiskMappedFile(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(file);

        // The systems refuse to map nothing.
        if (Length == 0)
            return;
        using var mapping = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        MemoryMappedViewAccessor accessor = mapping.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        _view = accessor.SafeMemoryMappedViewHandle;

        // Not AcquirePointer: its reference would keep the view from ever being finalized.
        Pointer = (byte*)_view.DangerousGetHandle() + accessor.PointerOffset;
    }

    public byte* Pointer { get; private set; }

    public long Length { get; }

    public void Dispose()
    {
        Pointer = null;
        _view?.Dispose();
    }
}
