using System.Runtime.InteropServices;

namespace Perto.Numerics;

/// <summary>Owns memory of the native heap, and frees it when nobody refers to it any more.</summary>
internal sealed unsafe class NativeMemoryHandle : SafeHandle
{
    private readonly bool _isAligned;
    private readonly long _pressure;

    /// <param name="memory">The memory.</param>
    /// <param name="isAligned">How it was allocated.</param>
    /// <param name="pressure">Bytes that the garbage collector is told of: it knows nothing of the native heap, and would let it grow.</param>
    public NativeMemoryHandle(void* memory, bool isAligned, long pressure)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        _isAligned = isAligned;
        _pressure = pressure;
        if (pressure > 0)
            GC.AddMemoryPressure(pressure);
        SetHandle((nint)memory);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        if (_isAligned)
            NativeMemory.AlignedFree((void*)handle);
        else
            NativeMemory.Free((void*)handle);
        if (_pressure > 0)
            GC.RemoveMemoryPressure(_pressure);
        return true;
    }
}
