using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>
/// The vectors of a record as bytes: a version, then for each vector of the schema, in its order, 0 when the record has none, or the
/// number of its kind and its values, little-endian. 1: a 32-bit float for each dimension. 2: the bytes of the bits. 3: the number of
/// entries, their 32-bit dimensions, their 32-bit floats.
/// </summary>
internal static class EmbeddingBytes
{
    private const byte Version = 1;

    public static byte[] Write(CollectionSchema schema, VectorRecord record)
    {
        byte[] bytes = new byte[1 + schema.Vectors.Sum(field => 1 + (record.Vectors.TryGetValue(field.Name, out VectorValue value) ? Length(value) : 0))];
        bytes[0] = Version;
        int next = 1;
        foreach (VectorField field in schema.Vectors)
        {
            if (!record.Vectors.TryGetValue(field.Name, out VectorValue vector))
            {
                bytes[next++] = 0;
                continue;
            }
            bytes[next++] = Tag(field.Kind);
            Span<byte> to = bytes.AsSpan(next, Length(vector));
            next += to.Length;
            switch (vector.Kind)
            {
                case VectorKind.Dense:
                    WriteWords(MemoryMarshal.Cast<float, uint>(vector.Dense.Span), to);
                    break;
                case VectorKind.Bits:
                    vector.Bits.Span.CopyTo(to);
                    break;
                default:
                    BinaryPrimitives.WriteInt32LittleEndian(to, vector.Sparse.Count);
                    WriteWords(vector.Sparse.Dimensions.Span, to[sizeof(int)..]);
                    WriteWords(MemoryMarshal.Cast<float, uint>(vector.Sparse.Values.Span), to[(sizeof(int) * (1 + vector.Sparse.Count))..]);
                    break;
            }
        }
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are not of this schema.</exception>
    public static Dictionary<string, VectorValue> Read(CollectionSchema schema, string id, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0 || bytes[0] != Version)
            throw Damaged(id);
        bytes = bytes[1..];
        Dictionary<string, VectorValue> vectors = [];
        foreach (VectorField field in schema.Vectors)
        {
            byte tag = Take(ref bytes, 1, id)[0];
            if (tag == 0)
                continue;
            if (tag != Tag(field.Kind))
                throw Damaged(id);
            vectors.Add(field.Name, field.Kind switch
            {
                VectorKind.Dense => ReadFloats(Take(ref bytes, (long)field.Dimension * sizeof(float), id)),
                VectorKind.Bits => new BitVector(Take(ref bytes, field.Dimension / 8, id).ToArray()),
                _ => ReadSparse(ref bytes, id),
            });
        }
        return bytes.Length == 0 ? vectors : throw Damaged(id);
    }

    private static byte Tag(VectorKind kind) => kind switch
    {
        VectorKind.Dense => 1,
        VectorKind.Bits => 2,
        _ => 3,
    };

    private static int Length(in VectorValue vector) => vector.Kind switch
    {
        VectorKind.Dense => vector.Dense.Length * sizeof(float),
        VectorKind.Bits => vector.Bits.Length,
        _ => sizeof(int) * (1 + (2 * vector.Sparse.Count)),
    };

    private static SparseVector ReadSparse(ref ReadOnlySpan<byte> bytes, string id)
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, sizeof(uint), id));
        ReadOnlySpan<byte> dimensions = Take(ref bytes, (long)count * sizeof(uint), id);
        ReadOnlySpan<byte> values = Take(ref bytes, (long)count * sizeof(float), id);
        try
        {
            return new SparseVector(ReadWords(dimensions), ReadFloats(values));
        }
        catch (VectorStoreException fault)
        {
            throw Damaged(id, fault);
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, long count, string id)
    {
        if (count > bytes.Length)
            throw Damaged(id);
        ReadOnlySpan<byte> taken = bytes[..(int)count];
        bytes = bytes[(int)count..];
        return taken;
    }

    private static void WriteWords(ReadOnlySpan<uint> words, Span<byte> to)
    {
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(to[(i * sizeof(uint))..], words[i]);
    }

    private static uint[] ReadWords(ReadOnlySpan<byte> bytes)
    {
        uint[] words = new uint[bytes.Length / sizeof(uint)];
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * sizeof(uint))..]);
        return words;
    }

    private static float[] ReadFloats(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<uint, float>(ReadWords(bytes)).ToArray();

    private static InvalidDataException Damaged(string id, Exception? cause = null) =>
        new($"The stored vectors of embedding '{id}' are damaged or of another schema", cause);
}
