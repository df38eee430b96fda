using System.Text.Json;

namespace Perto.Testing;

/// <summary>A record of the double. It is never changed but replaced.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Values">Its dense vector.</param>
/// <param name="Sparse">Its sparse vector, by dimension; empty where it has none.</param>
/// <param name="Metadata">Strings, doubles, bools and arrays of strings.</param>
internal sealed record PineconeRecord(string Id, float[] Values, IReadOnlyDictionary<uint, float> Sparse, IReadOnlyDictionary<string, object> Metadata)
{
    private const int LargestMetadata = 40 * 1024;
    private const int LongestId = 512;

    /// <summary>Reads one of an upsert.</summary>
    /// <exception cref="PineconeRefusal">The service would not take it.</exception>
    public static PineconeRecord Read(JsonElement given, int dimension)
    {
        string id = ReadId(given.TryGetProperty("id", out JsonElement name) ? name : default);
        float[] values = given.TryGetProperty("values", out JsonElement list) ? ReadValues(list, dimension) : throw PineconeRefusal.Invalid($"Vector ID '{id}' has no values");
        if (values.All(value => value == 0))
            throw PineconeRefusal.Invalid($"Dense vectors must contain at least one non-zero value. Vector ID '{id}' contains only zeros");
        return new PineconeRecord(
            id,
            values,
            given.TryGetProperty("sparseValues", out JsonElement sparse) ? ReadSparse(sparse) : new Dictionary<uint, float>(),
            given.TryGetProperty("metadata", out JsonElement metadata) ? ReadMetadata(metadata) : new Dictionary<string, object>());
    }

    public static string ReadId(JsonElement given)
    {
        string id = given.ValueKind is JsonValueKind.String ? given.GetString()! : throw PineconeRefusal.Invalid("Vector ID must be a string");
        return id.Length is > 0 and <= LongestId && id.All(c => c is > '\0' and <= '\x7f')
            ? id
            : throw PineconeRefusal.Invalid($"Vector ID must be ASCII of 1 to {LongestId} characters, but got '{id}'");
    }

    public static float[] ReadValues(JsonElement list, int dimension)
    {
        float[] values = [.. list.EnumerateArray().Select(value => value.GetSingle())];
        if (values.Length != dimension)
            throw PineconeRefusal.Invalid($"Vector dimension {values.Length} does not match the dimension of the index {dimension}");
        return values.All(float.IsFinite) ? values : throw PineconeRefusal.Invalid("Vector values must be finite");
    }

    public static Dictionary<uint, float> ReadSparse(JsonElement sparse) => sparse.GetProperty("indices").EnumerateArray()
        .Zip(sparse.GetProperty("values").EnumerateArray(), (index, value) => (index: index.GetUInt32(), value: value.GetSingle()))
        .ToDictionary(entry => entry.index, entry => entry.value);

    /// <summary>Metadata as it is kept: numbers become doubles.</summary>
    /// <exception cref="PineconeRefusal">A value is of another kind, or it is too much.</exception>
    public static Dictionary<string, object> ReadMetadata(JsonElement metadata)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(metadata.GetRawText()) is > LargestMetadata and var size)
            throw PineconeRefusal.Invalid($"Metadata size is {size} bytes, which exceeds the limit of {LargestMetadata} bytes per vector");
        Dictionary<string, object> kept = new(StringComparer.Ordinal);
        foreach (JsonProperty property in metadata.EnumerateObject())
        {
            if (property.Name.StartsWith('$'))
                throw PineconeRefusal.Invalid($"Metadata field names must not start with $, got '{property.Name}'");
            kept[property.Name] = property.Value.ValueKind switch
            {
                JsonValueKind.String => property.Value.GetString()!,
                JsonValueKind.Number => property.Value.GetDouble(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Array when property.Value.EnumerateArray().All(element => element.ValueKind is JsonValueKind.String) =>
                    property.Value.EnumerateArray().Select(element => element.GetString()!).ToArray(),
                _ => throw PineconeRefusal.Invalid(
                    $"Metadata value must be a string, number, boolean or list of strings, got '{property.Value.GetRawText()}' for field '{property.Name}'"),
            };
        }
        return kept;
    }

    /// <summary>The record with some metadata set.</summary>
    public PineconeRecord With(IReadOnlyDictionary<string, object> changes)
    {
        Dictionary<string, object> merged = new(Metadata, StringComparer.Ordinal);
        foreach ((string name, object value) in changes)
            merged[name] = value;
        return this with { Metadata = merged };
    }

    /// <summary>Writes it as an answer has it.</summary>
    public void Write(Utf8JsonWriter writer, bool values, bool metadata, double? score = null)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        if (score is { } number)
            writer.WriteNumber("score", (float)number);
        writer.WriteStartArray("values");
        foreach (float value in values ? Values : [])
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
        if (values && Sparse.Count > 0)
            WriteSparse(writer);
        if (metadata)
            WriteMetadata(writer);
        writer.WriteEndObject();
    }

    private void WriteSparse(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("sparseValues");
        writer.WriteStartArray("indices");
        foreach (uint index in Sparse.Keys)
            writer.WriteNumberValue(index);
        writer.WriteEndArray();
        writer.WriteStartArray("values");
        foreach (float value in Sparse.Values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteMetadata(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("metadata");
        foreach ((string name, object value) in Metadata)
        {
            writer.WritePropertyName(name);
            switch (value)
            {
                case string text:
                    writer.WriteStringValue(text);
                    break;
                case double number:
                    writer.WriteNumberValue(number);
                    break;
                case bool flag:
                    writer.WriteBooleanValue(flag);
                    break;
                default:
                    writer.WriteStartArray();
                    foreach (string element in (string[])value)
                        writer.WriteStringValue(element);
                    writer.WriteEndArray();
                    break;
            }
        }
        writer.WriteEndObject();
    }
}
