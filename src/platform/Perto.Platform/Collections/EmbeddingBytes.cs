using System.Buffers.Binary;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>
/// The vectors of a record as bytes: a version, then for each vector of the schema, in its order, 0 when the record has none or 1
/// and its values as little-endian 32-bit floats.
/// </summary>
internal static class EmbeddingBytes
{
    private const byte Version = 1;

    public static byte[] Write(CollectionSchema schema, VectorRecord record)
    {
        byte[] bytes = new byte[1 + schema.Vectors.Sum(field => 1 + (record.Vectors.ContainsKey(field.Name) ? field.Dimension * sizeof(float) : 0))];
        bytes[0] = Version;
        int next = 1;
        foreach (VectorField field in schema.Vectors)
        {
            if (!record.Vectors.TryGetValue(field.Name, out ReadOnlyMemory<float> vector))
            {
                bytes[next++] = 0;
                continue;
            }
            bytes[next++] = 1;
            foreach (float value in vector.Span)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(next), value);
                next += sizeof(float);
            }
        }
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are not of this schema.</exception>
    public static Dictionary<string, ReadOnlyMemory<float>> Read(CollectionSchema schema, string id, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0 || bytes[0] != Version)
            throw Damaged(id);
        bytes = bytes[1..];
        Dictionary<string, ReadOnlyMemory<float>> vectors = [];
        foreach (VectorField field in schema.Vectors)
        {
            if (bytes.Length == 0 || bytes[0] > 1)
                throw Damaged(id);
            bool present = bytes[0] == 1;
            bytes = bytes[1..];
            if (!present)
                continue;
            if (bytes.Length < field.Dimension * sizeof(float))
                throw Damaged(id);
            float[] vector = new float[field.Dimension];
            for (int i = 0; i < vector.Length; i++)
                vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
            vectors.Add(field.Name, vector);
            bytes = bytes[(field.Dimension * sizeof(float))..];
        }
        return bytes.Length == 0 ? vectors : throw Damaged(id);
    }

    private static InvalidDataException Damaged(string id) => new($"The stored vectors of embedding '{id}' are damaged or of another schema");
}
