using System.Buffers.Binary;

namespace Perto.Postgres;

/// <summary>The binary forms of pgvector's <c>vector</c> and of PostgreSQL's <c>bit</c>, as their send and receive functions have them.</summary>
internal static class VectorWire
{
    private const int VectorHeader = 2 * sizeof(short);
    private const int BitsHeader = sizeof(int);

    /// <summary>int16 dimension, int16 unused, then the values, all big-endian.</summary>
    public static byte[] Vector(ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[VectorHeader + (values.Length * sizeof(float))];
        BinaryPrimitives.WriteInt16BigEndian(bytes, (short)values.Length);
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(VectorHeader + (i * sizeof(float))), values[i]);
        return bytes;
    }

    /// <summary>The values of a vector; each times <paramref name="length"/>, rounded once.</summary>
    public static float[] Vector(ReadOnlySpan<byte> bytes, double length = 1)
    {
        float[] values = new float[BinaryPrimitives.ReadInt16BigEndian(bytes)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(BinaryPrimitives.ReadSingleBigEndian(bytes[(VectorHeader + (i * sizeof(float)))..]) * length);
        return values;
    }

    /// <summary>int32 number of bits, then the bytes. Which bit of a byte is first does not matter to how many differ.</summary>
    public static byte[] Bits(ReadOnlySpan<byte> bits)
    {
        byte[] bytes = new byte[BitsHeader + bits.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, 8 * bits.Length);
        bits.CopyTo(bytes.AsSpan(BitsHeader));
        return bytes;
    }

    /// <summary>The bytes of the bits.</summary>
    public static byte[] Bits(byte[] bytes) => bytes[BitsHeader..];
}
