using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>
/// How a record stands in the database. Vectors: a count byte, then for each its name (length byte, UTF-8), its dimension
/// (int32) and its values (float32), all little-endian. Payload: a JSON object; the schema says what its strings mean.
/// </summary>
internal static class EmbeddingCodec
{
    public static byte[] Vectors(VectorRecord record)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write((byte)record.Vectors.Count);
        foreach ((string name, ReadOnlyMemory<float> vector) in record.Vectors.OrderBy(vector => vector.Key, StringComparer.Ordinal))
        {
            writer.Write(name);
            writer.Write(vector.Length);
            writer.Write(MemoryMarshal.AsBytes(vector.Span));
        }

        return stream.ToArray();
    }

    public static string Payload(VectorRecord record) => JsonSerializer.Serialize(record.Payload, PertoJson.Options);

    public static VectorRecord Read(EmbeddingRow row, CollectionSchema schema)
    {
        var record = new VectorRecord(row.Id);
        using var reader = new BinaryReader(new MemoryStream(row.Vectors, writable: false), Encoding.UTF8);
        for (int left = reader.ReadByte(); left > 0; left--)
        {
            string name = reader.ReadString();
            var vector = new float[reader.ReadInt32()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(vector.AsSpan()));
            record.Vectors[name] = vector;
        }

        Dictionary<string, PayloadValue> payload = JsonSerializer.Deserialize<Dictionary<string, PayloadValue>>(row.Payload, PertoJson.Options) ?? [];
        foreach (PayloadField field in schema.Payload)
        {
            if (payload.TryGetValue(field.Name, out PayloadValue value))
                record.Payload[field.Name] = Typed(value, field.Kind);
        }

        return record;
    }

    // JSON has no moments, and writes a whole number without its point.
    private static PayloadValue Typed(PayloadValue value, PayloadKind kind) => (kind, value.Kind) switch
    {
        (PayloadKind.Time, PayloadKind.Keyword) => DateTimeOffset.Parse(value.Keyword),
        (PayloadKind.Number, PayloadKind.Integer) => value.Number,
        _ => value,
    };
}
