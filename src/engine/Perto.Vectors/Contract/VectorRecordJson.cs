using System.Buffers;
using System.Text.Json;

namespace Perto.Vectors;

/// <summary>
/// The JSON form of a record, for export and import:
/// <c>{"id": "film-7", "vectors": {"plot": [0.1, 0.2], "code": "qg==", "terms": {"dimensions": [3, 9], "values": [1, 2]}},
/// "payload": {"year": 1999}, "expires_at": "2030-01-31T12:00:00Z"}</c>.
/// </summary>
/// <remarks>
/// Bits are base64 of their bytes. Moments are ISO 8601 strings, places <c>{"lat": .., "lon": ..}</c>. Members without a value may be left
/// out or null. Reading checks the record against a schema; what was written reads back equal.
/// </remarks>
public static class VectorRecordJson
{
    /// <summary>Writes a record as the next value of <paramref name="writer"/>.</summary>
    public static void Write(Utf8JsonWriter writer, VectorRecord record)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(record);
        writer.WriteStartObject();
        writer.WriteString("id"u8, record.Id);
        if (record.Vectors.Count > 0)
        {
            writer.WriteStartObject("vectors"u8);
            foreach ((string name, VectorValue vector) in record.Vectors)
            {
                writer.WritePropertyName(name);
                VectorValueJson.Write(writer, vector);
            }
            writer.WriteEndObject();
        }
        if (record.Payload.Count > 0)
        {
            writer.WriteStartObject("payload"u8);
            foreach ((string name, PayloadValue value) in record.Payload)
            {
                writer.WritePropertyName(name);
                PayloadValueJson.Write(writer, value);
            }
            writer.WriteEndObject();
        }
        if (record.ExpiresAt is { } moment)
            writer.WriteString("expires_at"u8, PayloadTime.Write(moment));
        writer.WriteEndObject();
    }

    /// <summary>The record as UTF-8.</summary>
    public static byte[] Write(VectorRecord record)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, PayloadValueJson.WriterOptions))
            Write(writer, record);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a record from UTF-8 that holds nothing else.</summary>
    /// <param name="json">The record.</param>
    /// <param name="schema">What its vectors and payload fields are.</param>
    /// <param name="path">Put before field names in messages: <c>line 7: </c></param>
    /// <exception cref="VectorStoreException">It is not JSON, not a record, or does not fit the schema; the field is the path to the
    /// fault: <c>vectors.plot[3]</c>.</exception>
    public static VectorRecord Parse(ReadOnlySpan<byte> json, CollectionSchema schema, string path = "")
    {
        try
        {
            Utf8JsonReader reader = new(json);
            reader.Read();
            VectorRecord record = Read(ref reader, schema, path);
            reader.Read();
            return record;
        }
        catch (JsonException fault)
        {
            throw new VectorStoreException($"{path}record", $"{json.Length} bytes", $"one JSON object ({fault.Message})", fault);
        }
    }

    /// <summary>Reads a record that begins at the token that <paramref name="reader"/> has read, and stops at its end.</summary>
    /// <param name="reader">Stands at the start of the object.</param>
    /// <param name="schema">What its vectors and payload fields are.</param>
    /// <param name="path">Put before field names in messages: <c>records[3].</c></param>
    /// <exception cref="VectorStoreException">It is not a record, or does not fit the schema.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static VectorRecord Read(ref Utf8JsonReader reader, CollectionSchema schema, string path = "")
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new VectorStoreException($"{path}record", reader.TokenType, "an object with id, vectors, payload and expires_at");
        string? id = null;
        Dictionary<string, VectorValue>? vectors = null;
        Dictionary<string, PayloadValue>? payload = null;
        DateTimeOffset? expiresAt = null;
        bool expires = false;
        while (JsonText.NextMember(ref reader, path, out string member))
        {
            switch (member)
            {
                case "id" when id is null:
                    id = JsonText.String(ref reader, $"{path}id", "a string");
                    break;
                case "vectors" when vectors is null:
                    vectors = ReadVectors(ref reader, schema, $"{path}vectors");
                    break;
                case "payload" when payload is null:
                    payload = ReadPayload(ref reader, schema, $"{path}payload");
                    break;
                case "expires_at" when !expires:
                    expires = true;
                    expiresAt = reader.TokenType == JsonTokenType.Null ? null : ReadMoment(ref reader, $"{path}expires_at");
                    break;
                default:
                    throw new VectorStoreException($"{path}{member}", member, "one of id, vectors, payload and expires_at, each once");
            }
        }
        return schema.Bind(
            new VectorRecord(id ?? throw new VectorStoreException($"{path}id", null, "a string"))
            {
                Vectors = vectors ?? [],
                Payload = payload ?? [],
                ExpiresAt = expiresAt,
            },
            path);
    }

    private static Dictionary<string, VectorValue> ReadVectors(ref Utf8JsonReader reader, CollectionSchema schema, string path)
    {
        Dictionary<string, VectorValue> vectors = new(StringComparer.Ordinal);
        if (!JsonText.BeginObject(ref reader, path, "an object of vectors by name"))
            return vectors;
        while (JsonText.NextMember(ref reader, path, out string name))
        {
            VectorField field = schema.Vector(name, $"{path}.{name}");
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            if (!vectors.TryAdd(name, VectorValueJson.Read(ref reader, field, $"{path}.{name}")))
                throw new VectorStoreException($"{path}.{name}", name, "given once");
        }
        return vectors;
    }

    private static Dictionary<string, PayloadValue> ReadPayload(ref Utf8JsonReader reader, CollectionSchema schema, string path)
    {
        Dictionary<string, PayloadValue> payload = new(StringComparer.Ordinal);
        if (!JsonText.BeginObject(ref reader, path, "an object of values by field"))
            return payload;
        while (JsonText.NextMember(ref reader, path, out string name))
        {
            PayloadField field = schema.Field(name, $"{path}.{name}");
            PayloadValue value = PayloadValueJson.Read(ref reader, $"{path}.{name}");
            if (!payload.TryAdd(name, value.Kind is PayloadKind.None ? value : PayloadRules.Fit(field.Kind, value, $"{path}.{name}")))
                throw new VectorStoreException($"{path}.{name}", name, "given once");
        }
        return payload;
    }

    private static DateTimeOffset ReadMoment(ref Utf8JsonReader reader, string path)
    {
        string text = JsonText.String(ref reader, path, PayloadTime.Allowed);
        return PayloadTime.TryParse(text, out PayloadValue moment) ? moment.Time : throw new VectorStoreException(path, text, PayloadTime.Allowed);
    }
}
