using System.Runtime.InteropServices;

namespace Perto.Numerics;

/// <summary>
/// Zeroed memory outside the managed heap, aligned to 2 MiB where it is at least that large, so that the system can back it with huge pages:
/// random reads over hundreds of megabytes are faster by a fifth when the address tables fit into the processor. Freed when disposed or collected.
/// </summary>
public sealed unsafe partial class NativeBlock : IDisposable
{
    private const nuint HugePage = 2 << 20;
    private const int AdviseHugePages = 14;

    private void* _memory;

    /// <param name="bytes">Its size.</param>
    /// <exception cref="OutOfMemoryException">There is not so much memory.</exception>
    public NativeBlock(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Bytes = bytes;
        nuint size = (nuint)Math.Max(bytes, 1);
        nuint alignment = size >= HugePage ? HugePage : 64;
        // Whole alignments: the tail of the last huge page is ours too.
        size = (size + alignment - 1) / alignment * alignment;
        _memory = NativeMemory.AlignedAlloc(size, alignment);
        if (alignment == HugePage && OperatingSystem.IsLinux())
            _ = Advise(_memory, size, AdviseHugePages);
        NativeMemory.Clear(_memory, size);
    }

    /// <summary>Frees it.</summary>
    ~NativeBlock() => Free();

    /// <summary>Its size.</summary>
    public long Bytes { get; }

    /// <summary>Where it begins. Whoever uses it keeps this object alive meanwhile.</summary>
    public byte* Pointer => (byte*)_memory;

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_memory is null)
            return;
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
