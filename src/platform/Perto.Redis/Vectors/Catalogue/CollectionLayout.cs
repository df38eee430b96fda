using Perto.Vectors;

namespace Perto.Redis;

/// <summary>Where a collection is kept, and how.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Entry">Its entry in the catalogue.</param>
/// <param name="Schema">Its vectors and payload fields.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="Graphs">How the graph of each vector is made, in the order of the schema.</param>
internal sealed record CollectionLayout(string Name, string Entry, CollectionSchema Schema, CollectionKeys Keys, IReadOnlyList<GraphSettings> Graphs)
{
    /// <summary>Reads an entry of the catalogue.</summary>
    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    public static CollectionLayout Of(string prefix, TenantId tenant, string name, string entry)
    {
        CatalogueEntry read = CatalogueEntry.Read(entry);
        CollectionSchema schema = SchemaDocument.Read(read.Schema);
        return read.Graphs.Count == schema.Vectors.Count
            ? new CollectionLayout(name, entry, schema, new CollectionKeys(prefix, tenant, read.Id, schema), read.Graphs)
            : throw new InvalidDataException($"The catalogue of vector collections has {read.Graphs.Count} graphs for the {schema.Vectors.Count} vectors of '{name}'");
    }

    /// <summary>Refuses a call, as the collection is not there any more.</summary>
    public VectorStoreException Gone() => new("collection", Name, "one that exists; this one was deleted");
}
