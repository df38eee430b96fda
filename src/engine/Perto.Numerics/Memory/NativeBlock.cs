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

    private readonly NativeMemoryHandle _handle;

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
        void* memory = NativeMemory.AlignedAlloc(size, alignment);
        if (alignment == HugePage && OperatingSystem.IsLinux())
            _ = Advise(memory, size, AdviseHugePages);
        NativeMemory.Clear(memory, size);
        Pointer = (byte*)memory;
        _handle = new NativeMemoryHandle(memory, isAligned: true);
    }

    private NativeBlock(long bytes, void* memory)
    {
        Bytes = bytes;
        Pointer = (byte*)memory;
        _handle = new NativeMemoryHandle(memory, isAligned: false);
    }

    /// <summary>Its size.</summary>
    public long Bytes { get; }

    /// <summary>Where it begins. Whoever uses it keeps this object alive meanwhile.</summary>
    public byte* Pointer { get; }

    /// <summary>A block of which most will never be used: what is not touched takes no memory.</summary>
    /// <param name="bytes">Its size.</param>
    public static NativeBlock Reserve(long bytes) => new(bytes, NativeMemory.AllocZeroed((nuint)bytes));

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
