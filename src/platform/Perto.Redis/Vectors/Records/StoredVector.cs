using System.Runtime.InteropServices;
using Perto.Vectors;

namespace Perto.Redis;

/// <summary>Vectors as the server keeps them: as they were written, and at length 1 for the graph.</summary>
internal static class StoredVector
{
    /// <summary>The floats, or the bytes of bits.</summary>
    public static byte[] Write(in VectorValue value) =>
        value.Kind is VectorKind.Bits ? value.Bits.ToArray() : MemoryMarshal.AsBytes(value.Dense.Span).ToArray();

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static VectorValue Read(VectorField field, byte[] stored) =>
        field.Kind is VectorKind.Bits ? new BitVector(stored) : MemoryMarshal.Cast<byte, float>(stored).ToArray();

    /// <summary>
    /// The vector in whose direction the graph looks, in bytes of floats, and the length of the vector itself. Bits are -1 and 1: their
    /// angle grows with the number of those that differ.
    /// </summary>
    public static (byte[] Unit, double Length) ForGraph(in VectorValue value)
    {
        if (value.Kind is VectorKind.Bits)
            return (MemoryMarshal.AsBytes(Signs(value.Bits.Span)).ToArray(), 1);
        ReadOnlySpan<float> dense = value.Dense.Span;
        var unit = new float[dense.Length];
        // The zero vector has no direction: any will do, as its length says that none counts.
        if (dense.ContainsAnyExcept(0f))
            return Bytes(unit, UnitVector.Write(dense, unit));
        unit[0] = 1;
        return Bytes(unit, 0);
    }

    private static (byte[] Unit, double Length) Bytes(float[] unit, double length) => (MemoryMarshal.AsBytes(unit.AsSpan()).ToArray(), length);

    private static ReadOnlySpan<float> Signs(ReadOnlySpan<byte> bits)
    {
        var signs = new float[8 * bits.Length];
        for (int i = 0; i < signs.Length; i++)
            signs[i] = (bits[i >> 3] >> (i & 7) & 1) == 0 ? -1 : 1;
        return signs;
    }
}
