namespace Perto.Numerics;

/// <summary>Byte order of the binary files on processors that are not little-endian.</summary>
internal static class ByteOrder
{
    /// <summary>Reverses the bytes of each value of <paramref name="size"/> bytes, in place.</summary>
    public static void Reverse(Span<byte> bytes, int size)
    {
        for (int at = 0; at < bytes.Length; at += size)
            bytes.Slice(at, size).Reverse();
    }
}
