using System.Text.Json;

namespace Perto.Testing;

/// <summary>A vector of a point or of a query: dense, or sparse where it has indices.</summary>
internal sealed record QdrantVector(float[] Values, uint[]? Indices = null)
{
    public static QdrantVector Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
            return new QdrantVector(Floats(json));
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("indices", out JsonElement indices) || !json.TryGetProperty("values", out JsonElement values))
            throw QdrantRefusal.Format("data did not match any variant of untagged enum VectorInput");
        uint[] dimensions = [.. indices.EnumerateArray().Select(index => index.TryGetUInt32(out uint dimension) ? dimension : throw QdrantRefusal.Format("invalid value, expected u32"))];
        float[] weights = Floats(values);
        if (dimensions.Length != weights.Length)
            throw new QdrantRefusal(422, "Validation error in JSON body: [values: must be the same length as indices]");
        if (dimensions.Distinct().Count() != dimensions.Length)
            throw new QdrantRefusal(422, "Validation error in JSON body: [indices: must be unique]");
        Array.Sort(dimensions, weights);
        return new QdrantVector(weights, dimensions);
    }

    public void Write(Utf8JsonWriter writer)
    {
        if (Indices is not null)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("indices");
            foreach (uint index in Indices)
                writer.WriteNumberValue(index);
            writer.WriteEndArray();
            writer.WritePropertyName("values");
        }
        writer.WriteStartArray();
        foreach (float value in Values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
        if (Indices is not null)
            writer.WriteEndObject();
    }

    private static float[] Floats(JsonElement json)
    {
        float[] values = new float[json.GetArrayLength()];
        int i = 0;
        foreach (JsonElement value in json.EnumerateArray())
            values[i++] = value.ValueKind == JsonValueKind.Number ? value.GetSingle() : throw QdrantRefusal.Format("invalid type, expected f32");
        return values;
    }
}
