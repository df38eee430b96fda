using Perto.Platform;

namespace Perto.Server;

/// <summary>The vector collections of a tenant.</summary>
internal sealed class CollectionList(DerivedCollections collections)
{
    public async Task<IReadOnlyList<CollectionAnswer>> ReadAsync(TenantId tenant, CancellationToken cancellationToken) =>
    [
        .. (await collections.ListAsync(tenant, cancellationToken)).Select(collection => new CollectionAnswer
        {
            Name = collection.Alias,
            Model = collection.Model,
            Provider = collection.Provider,
            Records = collection.Records,
            Dimension = collection.Dimension,
            Metric = collection.Metric,
            State = collection.State,
        }),
    ];
}
