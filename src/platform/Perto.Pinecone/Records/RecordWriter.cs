using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>Writes records as the service takes them.</summary>
internal sealed class RecordWriter(CollectionSchema schema)
{
    /// <summary>Text as it is, and not as escapes: what the service keeps is counted in bytes.</summary>
    public static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int LargestMetadata = 40 * 1024;

    /// <summary>The JSON of records that are bound to the schema. None is sent before all are known to fit.</summary>
    /// <exception cref="VectorStoreException">A record has more payload than the service keeps.</exception>
    /// <exception cref="CapabilityMissingException">A record has no vector.</exception>
    public byte[][] Write(IReadOnlyList<VectorRecord> records, bool single = false)
    {
        byte[][] written = new byte[records.Count][];
        for (int i = 0; i < written.Length; i++)
            written[i] = Write(records[i], single ? "" : $"records[{i}].");
        return written;
    }

    /// <summary>The JSON of a record that is bound to the schema.</summary>
    /// <param name="record">The record.</param>
    /// <param name="path">Put before field names in messages.</param>
    /// <exception cref="VectorStoreException">The record has more payload than the service keeps.</exception>
    /// <exception cref="CapabilityMissingException">The record has no vector.</exception>
    public byte[] Write(VectorRecord record, string path)
    {
        VectorField field = schema.Vectors[0];
        if (!record.Vectors.TryGetValue(field.Name, out VectorValue vector))
            throw new CapabilityMissingException($"{path}vectors.{field.Name}", PineconeVectorStore.ProviderName, VectorStoreCapabilities.NamedVectors);
        StoredVector stored = StoredVector.Of(field, vector.Dense);
        string sent = RecordId.Encode(record.Id);
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, Plain);
        writer.WriteStartObject();
        writer.WriteString("id", sent);
        WriteValues(writer, stored.Values.Span);
        writer.WriteStartObject("metadata");
        writer.Flush();
        int before = buffer.WrittenCount;
        WritePayload(writer, record.Payload);
        WriteExpiry(writer, record.ExpiresAt);
        if (RecordId.Decode(sent) is null)
            writer.WriteString(MetadataKeys.Id, record.Id);
        if (stored.Length is { } length)
            writer.WriteNumber(MetadataKeys.Length, length);
        if (stored.IsZero)
            writer.WriteBoolean(MetadataKeys.Zero, true);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        int size = buffer.WrittenCount - before;
        return size <= LargestMetadata
            ? buffer.WrittenSpan.ToArray()
            : throw new VectorStoreException($"{path}payload", $"{size} bytes of JSON", $"at most {LargestMetadata} bytes of JSON, which is what Pinecone keeps with a vector");
    }

    /// <summary>The change of a payload and an expiry as metadata to set. Nothing is removed, and no list changed: that cannot be said so.</summary>
    public static void WriteChange(Utf8JsonWriter writer, VectorPatch patch)
    {
        foreach ((string name, PayloadValue value) in patch.Payload)
            WriteField(writer, name, value, always: true);
        if (patch.NeverExpires || patch.ExpiresAt is not null)
            WriteExpiry(writer, patch.ExpiresAt);
    }

    public static void WriteValues(Utf8JsonWriter writer, ReadOnlySpan<float> values, string name = "values")
    {
        writer.WriteStartArray(name);
        foreach (float value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    private static void WritePayload(Utf8JsonWriter writer, IDictionary<string, PayloadValue> payload)
    {
        foreach ((string name, PayloadValue value) in payload)
            WriteField(writer, name, value, always: false);
    }

    private static void WriteField(Utf8JsonWriter writer, string name, PayloadValue value, bool always)
    {
        switch (value.Kind)
        {
            case PayloadKind.Keyword:
                writer.WriteString(name, value.Keyword);
                break;
            case PayloadKind.Keywords when value.Keywords.Count == 0:
                writer.WriteBoolean(MetadataKeys.Empty(name), true);
                break;
            case PayloadKind.Keywords:
                writer.WriteStartArray(name);
                foreach (string keyword in value.Keywords)
                    writer.WriteStringValue(keyword);
                writer.WriteEndArray();
                break;
            case PayloadKind.Boolean:
                writer.WriteBoolean(name, value.Boolean);
                break;
            case PayloadKind.Number:
                writer.WriteNumber(name, value.Number);
                break;
            default:
                WriteInteger(writer, name, value.Kind is PayloadKind.Time ? value.TimeMicros : value.Integer, always);
                break;
        }
    }

    // A change writes the rest always: there may be one of before.
    private static void WriteInteger(Utf8JsonWriter writer, string name, long value, bool always)
    {
        ExactInteger exact = ExactInteger.Of(value);
        writer.WriteNumber(name, exact.High);
        if (always || !exact.IsSmall)
            writer.WriteNumber(MetadataKeys.Low(name), exact.Low);
    }

    private static void WriteExpiry(Utf8JsonWriter writer, DateTimeOffset? moment)
    {
        if (moment is { } expires)
            WriteInteger(writer, MetadataKeys.Expires, PayloadValue.UnixMicroseconds(expires), always: true);
        else
            writer.WriteNumber(MetadataKeys.Expires, MetadataKeys.Never);
    }
}
