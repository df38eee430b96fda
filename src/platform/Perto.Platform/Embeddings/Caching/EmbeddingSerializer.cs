using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Perto.Platform;

/// <summary>Vectors as float32, little-endian.</summary>
internal sealed class EmbeddingSerializer : ICacheSerializer<KeptEmbedding>
{
    /// <inheritdoc/>
    public byte[] Serialize(KeptEmbedding value) => Write(value.Vector);

    /// <inheritdoc/>
    public KeptEmbedding Deserialize(ReadOnlySpan<byte> bytes) => new(Read(bytes));

    public static byte[] Write(ReadOnlySpan<float> vector)
    {
        byte[] bytes = new byte[vector.Length * sizeof(float)];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(vector).CopyTo(bytes);
            return bytes;
        }
        for (int i = 0; i < vector.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return bytes;
    }

    /// <exception cref="FormatException">These are not the bytes of a vector of finite numbers.</exception>
    public static float[] Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Length % sizeof(float) != 0)
            throw new FormatException($"A vector has 4 bytes for each dimension; there are {bytes.Length}");
        float[] vector = new float[bytes.Length / sizeof(float)];
        if (BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(vector.AsSpan()));
        }
        else
        {
            for (int i = 0; i < vector.Length; i++)
                vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }
        return vector.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)
            ? throw new FormatException("A vector has finite numbers only")
            : vector;
    }
}
