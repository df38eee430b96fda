using System.Text.Json;
using Perto.Vectors;

namespace Perto.Redis;

/// <summary>A collection in the catalogue.</summary>
internal sealed record CatalogueEntry
{
    /// <summary>Part of its keys; a collection that is deleted and made again has another.</summary>
    public required string Id { get; init; }

    /// <summary>Its schema, as <see cref="SchemaDocument"/> writes it.</summary>
    public required string Schema { get; init; }

    /// <summary>How the graph of each vector is made, in the order of the schema.</summary>
    public required IReadOnlyList<GraphSettings> Graphs { get; init; }

    public string Write() => JsonSerializer.Serialize(this, CatalogueJson.Default.CatalogueEntry);

    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    public static CatalogueEntry Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, CatalogueJson.Default.CatalogueEntry) ?? throw new JsonException("it is empty");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"The catalogue of vector collections holds an entry that cannot be read: {fault.Message}", fault);
        }
    }
}
