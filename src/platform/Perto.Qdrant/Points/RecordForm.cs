using System.Text.Json;
using Perto.Vectors;

namespace Perto.Qdrant;

/// <summary>Records of one schema as points of Qdrant.</summary>
internal sealed class RecordForm(CollectionSchema schema)
{
    /// <summary>Writes a record that is bound to the schema as a point.</summary>
    public void Write(Utf8JsonWriter writer, VectorRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, PointId.Of(record.Id));
        writer.WritePropertyName("vector"u8);
        WriteVectors(writer, record.Vectors.Select(vector => KeyValuePair.Create(vector.Key, (VectorValue?)vector.Value)));
        writer.WriteStartObject("payload"u8);
        writer.WriteString(Keys.Id, record.Id);
        if (record.ExpiresAt is not null)
            PayloadForm.WriteExpiry(writer, record.ExpiresAt);
        WritePayload(writer, record.Payload);
        WriteBeside(writer, record.Vectors.Select(vector => KeyValuePair.Create(vector.Key, (VectorValue?)vector.Value)));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes the vectors that there are, by name.</summary>
    public void WriteVectors(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, VectorValue?>> vectors)
    {
        writer.WriteStartObject();
        foreach ((string name, VectorValue? value) in vectors)
        {
            if (value is not { } vector)
                continue;
            writer.WritePropertyName(name);
            VectorForm.Write(writer, schema.Vector(name, name), vector);
        }
        writer.WriteEndObject();
    }

    /// <summary>Writes the payload that a patch sets; what it removes becomes null.</summary>
    public void WritePatch(Utf8JsonWriter writer, VectorPatch patch)
    {
        writer.WriteStartObject();
        if (patch.NeverExpires || patch.ExpiresAt is not null)
            PayloadForm.WriteExpiry(writer, patch.ExpiresAt);
        WritePayload(writer, patch.Payload);
        WriteBeside(writer, patch.Vectors);
        writer.WriteEndObject();
    }

    /// <summary>Reads a point with its payload, and with vectors where it has them.</summary>
    /// <exception cref="FormatException">It is none that <see cref="Write"/> wrote.</exception>
    public VectorRecord Read(JsonElement point)
    {
        JsonElement payload = point.GetProperty("payload"u8);
        try
        {
            return new VectorRecord(Id(payload))
            {
                ExpiresAt = payload.TryGetProperty(Keys.Expires, out JsonElement expires) && expires.ValueKind != JsonValueKind.Null
                    ? PayloadValue.FromMicros(expires.GetInt64()).Time
                    : null,
                Payload = Payload(payload),
                Vectors = Vectors(point, payload),
            };
        }
        catch (Exception foreign) when (foreign is VectorStoreException or ArgumentOutOfRangeException)
        {
            throw new FormatException(foreign.Message, foreign);
        }
    }

    /// <summary>The id of a record, of its payload.</summary>
    public static string Id(JsonElement payload) => payload.GetProperty(Keys.Id).GetString() ?? throw new FormatException("a point has no id of ours");

    private Dictionary<string, PayloadValue> Payload(JsonElement payload)
    {
        Dictionary<string, PayloadValue> values = new(StringComparer.Ordinal);
        foreach (PayloadField field in schema.Payload)
        {
            if (PayloadForm.Read(field, payload) is { Kind: not PayloadKind.None } value)
                values.Add(field.Name, value);
        }
        return values;
    }

    private Dictionary<string, VectorValue> Vectors(JsonElement point, JsonElement payload)
    {
        Dictionary<string, VectorValue> vectors = new(StringComparer.Ordinal);
        if (!point.TryGetProperty("vector"u8, out JsonElement named) || named.ValueKind != JsonValueKind.Object)
            return vectors;
        foreach (VectorField field in schema.Vectors)
        {
            if (!named.TryGetProperty(field.Name, out JsonElement vector))
                continue;
            double length = field.Metric == Metric.Cosine ? payload.GetProperty(Keys.Length(field.Name)).GetDouble() : 1;
            vectors.Add(field.Name, VectorForm.Read(field, vector, length));
        }
        return vectors;
    }

    private void WritePayload(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, PayloadValue>> payload)
    {
        foreach ((string name, PayloadValue value) in payload)
            PayloadForm.Write(writer, schema.Field(name, name), value);
    }

    private void WriteBeside(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, VectorValue?>> vectors)
    {
        foreach ((string name, VectorValue? vector) in vectors)
            VectorForm.WriteBeside(writer, schema.Vector(name, name), vector);
    }
}
