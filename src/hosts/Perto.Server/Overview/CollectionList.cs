using Perto.Platform;
using Perto.Vectors;

namespace Perto.Server;

/// <summary>The vector collections of a tenant, as they are registered and as the store knows them.</summary>
internal sealed class CollectionList(DerivedCollections collections, IVectorStore store)
{
    public async Task<IReadOnlyList<CollectionAnswer>> ReadAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var answers = new List<CollectionAnswer>();
        foreach (DerivedCollection collection in await collections.ListAsync(tenant, cancellationToken))
        {
            VectorField? vector = (await store.FindAsync(tenant, collection.Name, cancellationToken))?.Schema.Vectors[0];
            answers.Add(new CollectionAnswer
            {
                Name = collection.Alias,
                Model = collection.Model,
                Provider = store.Provider,
                Records = collection.Records,
                Dimension = vector?.Dimension,
                Metric = vector?.Metric,
                State = collection.State,
            });
        }

        return answers;
    }
}
