using System.Text.Json;
using Perto.Vectors;

namespace Perto.Qdrant;

/// <summary>A collection as Qdrant is told to make it.</summary>
internal static class CollectionDefinition
{
    /// <summary>Writes a collection of a schema.</summary>
    public static void Write(Utf8JsonWriter writer, CollectionSchema schema, QdrantSettings settings)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("vectors"u8);
        foreach (VectorField field in schema.Vectors.Where(field => field.Kind != VectorKind.Sparse))
            WriteDense(writer, field, settings);
        writer.WriteEndObject();
        writer.WriteStartObject("sparse_vectors"u8);
        foreach (VectorField field in schema.Vectors.Where(field => field.Kind == VectorKind.Sparse))
        {
            writer.WriteStartObject(field.Name);
            writer.WriteStartObject("index"u8);
            writer.WriteBoolean("on_disk"u8, settings.OnDisk);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        WriteCopies(writer, settings);
        if (settings.Shards is { } shards)
            writer.WriteNumber("shard_number"u8, shards);
        writer.WriteBoolean("on_disk_payload"u8, settings.OnDisk);
        writer.WriteEndObject();
    }

    /// <summary>Writes the catalogue: payload without vectors.</summary>
    public static void WriteCatalogue(Utf8JsonWriter writer, QdrantSettings settings)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("vectors"u8);
        writer.WriteEndObject();
        WriteCopies(writer, settings);
        writer.WriteEndObject();
    }

    /// <summary>The paths that have an index, each with its type.</summary>
    public static IEnumerable<(string Path, string Type)> Indexes(CollectionSchema schema)
    {
        yield return (Keys.Path(Keys.Expires), "integer");
        foreach (VectorField field in schema.Vectors.Where(field => field.Kind == VectorKind.Sparse))
            yield return (Keys.Path(Keys.Signed(field.Name)), "bool");
        foreach (PayloadField field in schema.Payload)
        {
            switch (field.Kind)
            {
                case PayloadKind.Geo:
                    yield return ($"{field.Name}.lat", "float");
                    yield return ($"{field.Name}.lon", "float");
                    break;
                case PayloadKind.Text:
                    yield return (Keys.Path(Keys.Words(field.Name)), "keyword");
                    break;
                default:
                    yield return (field.Name, Type(field.Kind));
                    break;
            }
        }
    }

    private static string Type(PayloadKind kind) => kind switch
    {
        PayloadKind.Integer => "integer",
        PayloadKind.Number => "float",
        PayloadKind.Boolean => "bool",
        PayloadKind.Time => "datetime",
        _ => "keyword",
    };

    private static void WriteDense(Utf8JsonWriter writer, VectorField field, QdrantSettings settings)
    {
        writer.WriteStartObject(field.Name);
        writer.WriteNumber("size"u8, field.Dimension);
        writer.WriteString("distance"u8, VectorForm.Distance(field));
        writer.WriteBoolean("on_disk"u8, settings.OnDisk);
        writer.WriteStartObject("hnsw_config"u8);
        writer.WriteNumber("m"u8, settings.M ?? field.Index.Links);
        writer.WriteNumber("ef_construct"u8, settings.EfConstruct ?? field.Index.BuildEf);
        writer.WriteBoolean("on_disk"u8, settings.OnDisk);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // A write counts when most copies have it, and a read asks most of them: so each read sees each write.
    private static void WriteCopies(Utf8JsonWriter writer, QdrantSettings settings)
    {
        if (settings.Replicas is not { } replicas)
            return;
        writer.WriteNumber("replication_factor"u8, replicas);
        writer.WriteNumber("write_consistency_factor"u8, (replicas / 2) + 1);
    }
}
