using System.Text.Json;

namespace Perto.Testing;

/// <summary>A point as it is kept; replaced as a whole.</summary>
internal sealed record QdrantPoint(
    QdrantPointId Id, long Version, IReadOnlyDictionary<string, QdrantVector> Vectors, IReadOnlyDictionary<string, JsonElement> Payload)
{
    /// <summary>Writes the members that every answer gives of a point.</summary>
    public void Write(Utf8JsonWriter writer, QdrantSelection payload, QdrantSelection vectors)
    {
        writer.WritePropertyName("id");
        Id.Write(writer);
        if (payload.IsNothing)
        {
            writer.WriteNull("payload");
        }
        else
        {
            writer.WriteStartObject("payload");
            foreach ((string key, JsonElement value) in Payload.Where(value => payload.Takes(value.Key)))
            {
                writer.WritePropertyName(key);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        if (vectors.IsNothing)
            return;
        if (Vectors.Count == 1 && Vectors.TryGetValue("", out QdrantVector? only))
        {
            writer.WritePropertyName("vector");
            only.Write(writer);
            return;
        }
        writer.WriteStartObject("vector");
        foreach ((string name, QdrantVector vector) in Vectors.Where(vector => vectors.Takes(vector.Key)))
        {
            writer.WritePropertyName(name);
            vector.Write(writer);
        }
        writer.WriteEndObject();
    }
}
