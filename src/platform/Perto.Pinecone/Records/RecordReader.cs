using System.Text.Json;
using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>Reads records as the service gives them. What is not as it was written is a <see cref="FormatException"/>, never a guess.</summary>
internal sealed class RecordReader(CollectionSchema schema)
{
    private readonly VectorField _vector = schema.Vectors[0];

    /// <summary>A record of an answer; one that was asked for without its values has no vector.</summary>
    /// <exception cref="FormatException">It is not one of this collection.</exception>
    public VectorRecord Read(JsonElement record)
    {
        string sent = Text(record, "id");
        JsonElement metadata = record.TryGetProperty("metadata", out JsonElement given) && given.ValueKind is JsonValueKind.Object
            ? given
            : throw new FormatException($"the record '{sent}' has no metadata");
        VectorRecord read = new(RecordId.Decode(sent) ?? Text(metadata, MetadataKeys.Id))
        {
            ExpiresAt = Expiry(metadata),
        };
        if (Values(record) is { } values)
            read.Vectors.Add(_vector.Name, new StoredVector(values, Number(metadata, MetadataKeys.Length), IsZero(metadata)).Restored());
        foreach (PayloadField field in schema.Payload)
        {
            if (Value(metadata, field) is { Kind: not PayloadKind.None } value)
                read.Payload.Add(field.Name, value);
        }
        return read;
    }

    /// <summary>Whether the vector of a record is all zeros.</summary>
    public static bool IsZero(JsonElement metadata) => metadata.TryGetProperty(MetadataKeys.Zero, out JsonElement zero) && zero.ValueKind is JsonValueKind.True;

    private float[]? Values(JsonElement record)
    {
        if (!record.TryGetProperty("values", out JsonElement list) || list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() == 0)
            return null;
        if (list.GetArrayLength() != _vector.Dimension)
            throw new FormatException($"a vector has {list.GetArrayLength()} values in place of {_vector.Dimension}");
        float[] values = new float[_vector.Dimension];
        int i = 0;
        foreach (JsonElement value in list.EnumerateArray())
        {
            values[i++] = value.ValueKind is JsonValueKind.Number && value.TryGetSingle(out float number) && float.IsFinite(number)
                ? number
                : throw new FormatException($"a vector has the value {value.GetRawText()}");
        }
        return values;
    }

    private static DateTimeOffset? Expiry(JsonElement metadata) => Number(metadata, MetadataKeys.Expires) switch
    {
        null => throw new FormatException("a record does not say when it expires"),
        MetadataKeys.Never => null,
        { } high => PayloadValue.FromMicros(Integer(metadata, MetadataKeys.Expires, high)).Time,
    };

    private static PayloadValue Value(JsonElement metadata, PayloadField field)
    {
        if (!metadata.TryGetProperty(field.Name, out JsonElement value))
        {
            return field.Kind is PayloadKind.Keywords && metadata.TryGetProperty(MetadataKeys.Empty(field.Name), out _)
                ? PayloadValue.FromOwnedArray([])
                : PayloadValue.None;
        }
        return (field.Kind, value.ValueKind) switch
        {
            (PayloadKind.Keyword, JsonValueKind.String) => value.GetString(),
            (PayloadKind.Keywords, JsonValueKind.Array) => PayloadValue.FromOwnedArray([.. value.EnumerateArray().Select(Keyword)]),
            (PayloadKind.Boolean, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
            (PayloadKind.Number, JsonValueKind.Number) => value.GetDouble(),
            (PayloadKind.Integer, JsonValueKind.Number) => Integer(metadata, field.Name, value.GetDouble()),
            (PayloadKind.Time, JsonValueKind.Number) => PayloadValue.FromMicros(Integer(metadata, field.Name, value.GetDouble())),
            _ => throw new FormatException($"the field '{field.Name}' is no {field.Kind} but {value.ValueKind}"),
        };
    }

    private static string Keyword(JsonElement value) =>
        value.ValueKind is JsonValueKind.String ? value.GetString()! : throw new FormatException($"a list of strings has {value.ValueKind}");

    private static long Integer(JsonElement metadata, string name, double high) =>
        new ExactInteger(high, Number(metadata, MetadataKeys.Low(name)) ?? 0).Value ?? throw new FormatException($"the field '{name}' is no integer");

    private static double? Number(JsonElement metadata, string name) => !metadata.TryGetProperty(name, out JsonElement value)
        ? null
        : value.ValueKind is JsonValueKind.Number ? value.GetDouble() : throw new FormatException($"'{name}' is no number but {value.ValueKind}");

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"there is no text '{name}'");
}
