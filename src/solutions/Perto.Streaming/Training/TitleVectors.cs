using Perto.Platform;
using Perto.Vectors;

namespace Perto.Streaming;

/// <summary>The titles' vectors in the vector store.</summary>
internal static class TitleVectors
{
    /// <summary>Refuses vectors that no store would take.</summary>
    /// <exception cref="VectorStoreException">An id, a vector or a payload breaks a rule.</exception>
    public static void Check(CollaborativeArtifact artifact, Catalogue catalogue)
    {
        var schema = CollectionSchema.Create(builder => Declare(builder, artifact.Factors.Dimensions));
        schema.Bind(Records(artifact, catalogue));
    }

    /// <summary>
    /// The collection of a model: published on the first call, in place of the one before. When a crash came between a model going
    /// live and its vectors, they are published now.
    /// </summary>
    public static async Task<IVectorCollection> OpenAsync(
        DerivedCollections collections, ModelVersion version, CollaborativeArtifact artifact, Catalogue catalogue, CancellationToken cancellationToken)
    {
        (IVectorCollection Collection, string Model)? live = await collections.OpenLiveAsync(
            version.Tenant, CollaborativeModel.CollectionAlias, cancellationToken);
        if (live?.Model == version.ToString())
            return live.Value.Collection;
        await PublishAsync(collections, version, artifact, catalogue, cancellationToken);
        return await collections.LiveAsync(version.Tenant, CollaborativeModel.CollectionAlias, cancellationToken)
            ?? throw new ConflictException("collection_not_ready", $"The collection {CollaborativeModel.CollectionAlias} is not rebuilt yet; ask again shortly");
    }

    private static Task PublishAsync(
        DerivedCollections collections, ModelVersion version, CollaborativeArtifact artifact, Catalogue catalogue, CancellationToken cancellationToken)
    {
        return collections.PublishAsync(
            version.Tenant,
            CollaborativeModel.CollectionAlias,
            version.ToString(),
            schema => Declare(schema, artifact.Factors.Dimensions),
            Records(artifact, catalogue),
            cancellationToken);
    }

    private static void Declare(CollectionSchemaBuilder schema, int dimensions) => schema
        .Dense(VectorNames.Taste, dimensions, Metric.Dot, ShelfSearch.Index)
        .Dense(VectorNames.Direction, dimensions, Metric.Cosine, ShelfSearch.Index)
        .Keywords("genres")
        .Integer("year")
        .Keywords(AvailableHere.CountriesField)
        .Keywords(AvailableHere.TiersField)
        .Integer(FitForProfile.MaturityField);

    private static List<VectorRecord> Records(CollaborativeArtifact artifact, Catalogue catalogue)
    {
        var records = new List<VectorRecord>(artifact.TitleIds.Count);
        for (int item = 0; item < artifact.TitleIds.Count; item++)
        {
            float[] factor = artifact.Factors.ItemFactor(item).ToArray();
            var record = new VectorRecord(artifact.TitleIds[item])
            {
                Vectors = { [VectorNames.Taste] = factor, [VectorNames.Direction] = factor },
            };
            if (catalogue.Find(artifact.TitleIds[item]) is { } title)
            {
                record.Payload["genres"] = title.Genres.ToArray();
                if (title.Year is { } year)
                    record.Payload["year"] = year;
                AvailableHere.Describe(record, title);
                FitForProfile.Describe(record, title);
            }

            records.Add(record);
        }

        return records;
    }
}
