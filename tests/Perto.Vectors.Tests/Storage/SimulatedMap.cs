using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

/// <summary>A pinned copy of a file.</summary>
internal sealed unsafe class SimulatedMap : IMappedFile
{
    private readonly byte[] _bytes;

    public SimulatedMap(ReadOnlySpan<byte> bytes)
    {
        // At a multiple of 64, as mapped memory is.
        _bytes = GC.AllocateArray<byte>(bytes.Length + 64, pinned: true);
        int shift = (int)(-(long)Address(_bytes) & 63);
        bytes.CopyTo(_bytes.AsSpan(shift));
        Pointer = bytes.IsEmpty ? null : (byte*)Address(_bytes) + shift;
        Length = bytes.Length;
    }

    public byte* Pointer { get; private set; }

    public long Length { get; }

    public void Dispose()
    {
        Pointer = null;
        GC.KeepAlive(_bytes);
    }

    private static nint Address(byte[] pinned) => System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
}
