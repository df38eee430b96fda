using System.Runtime.InteropServices;

namespace Perto.Numerics;

/// <summary>Owns memory of the native heap, and frees it when nobody refers to it any more.</summary>
internal sealed unsafe class NativeMemoryHandle : SafeHandle
{
    private readonly bool _isAligned;

    public NativeMemoryHandle(void* memory, bool isAligned)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        _isAligned = isAligned;
        SetHandle((nint)memory);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        if (_isAligned)
            NativeMemory.AlignedFree((void*)handle);
        else
            NativeMemory.Free((void*)handle);
        return true;
    }
}
