using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform;

/// <summary>The collections of a tenant as programs outside see them: their own, and those that parts of Perto derive, which only they write.</summary>
public sealed class VectorCollections(IVectorStore store, DerivedCollections derived)
{
    /// <summary>All collections, in the order of their names.</summary>
    public async Task<IReadOnlyList<VectorCollectionInfo>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        Dictionary<string, DerivedCollection> owners = (await derived.ListAsync(tenant, cancellationToken)).ToDictionary(owner => owner.Name, StringComparer.Ordinal);
        List<VectorCollectionInfo> list = [];
        foreach (string name in await store.NamesAsync(tenant, cancellationToken))
        {
            // One that was deleted meanwhile is left out.
            if (await store.FindAsync(tenant, name, cancellationToken) is { } collection)
                list.Add(await DescribeAsync(collection, owners.GetValueOrDefault(name), cancellationToken));
        }
        return list;
    }

    /// <summary>One collection.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    public async Task<VectorCollectionInfo> DescribeAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        IVectorCollection collection = await OpenAsync(tenant, name, cancellationToken);
        return await DescribeAsync(collection, await derived.OwnerAsync(tenant, collection.Name, cancellationToken), cancellationToken);
    }

    /// <summary>Creates a collection, or finds it as it should be.</summary>
    /// <returns>The collection, and whether it is new.</returns>
    /// <exception cref="VectorStoreException">The name or the shape is not valid.</exception>
    /// <exception cref="ConflictException">It exists with another schema, or is a derived one.</exception>
    public async Task<(VectorCollectionInfo Collection, bool Created)> CreateAsync(
        TenantId tenant, string name, CollectionShape shape, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        CollectionSchema asked = CollectionSchema.Create(shape.Declare);
        if (asked.Payload.Any(field => field.Name == DerivedView.StampField))
            throw new VectorStoreException($"payload.{DerivedView.StampField}", DerivedView.StampField, "named otherwise, as derived collections keep their own in a field of this name");
        await RefuseDerivedAsync(tenant, name, cancellationToken);
        IVectorCollection? there = await store.FindAsync(tenant, name, cancellationToken);
        if (there is not null && !there.Schema.Equals(asked))
        {
            throw new ConflictException(
                "collection_schema", $"The collection '{name}' exists with another schema ({there.Schema}); use another name, or delete it first");
        }
        IVectorCollection collection = there ?? await store.CollectionAsync(tenant, name, shape.Declare, cancellationToken);
        return (await DescribeAsync(collection, owner: null, cancellationToken), there is null);
    }

    /// <summary>Deletes a collection with all that is in it.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    /// <exception cref="ConflictException">It is a derived one.</exception>
    public async Task DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        await RefuseDerivedAsync(tenant, name, cancellationToken);
        if (!await store.DeleteAsync(tenant, name, cancellationToken))
            throw new NotFoundException("collection", name);
    }

    /// <summary>Opens a collection by its name, or by the alias that leads to it, to read; a derived one refuses writes.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    public async Task<IVectorCollection> OpenAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        await store.FindAsync(tenant, name, cancellationToken) is { } collection
            ? DerivedView.Of(collection)
            : await derived.LiveAsync(tenant, name, cancellationToken) ?? throw new NotFoundException("collection", name);

    /// <summary>Opens a collection to write.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    /// <exception cref="ConflictException">It is a derived one.</exception>
    public async Task<IVectorCollection> OpenToWriteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        await RefuseDerivedAsync(tenant, name, cancellationToken);
        return await store.FindAsync(tenant, name, cancellationToken) ?? throw new NotFoundException("collection", name);
    }

    /// <summary>Takes the space of replaced, deleted and expired records back; a store that has no such thing does nothing.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    public async Task<CompactionReport> CompactAsync(
        TenantId tenant, string name, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        IVectorCollection collection = await store.FindAsync(tenant, name, cancellationToken) ?? throw new NotFoundException("collection", name);
        CollectionStatistics before = await collection.StatisticsAsync(cancellationToken);
        if (store is EmbeddedVectorStore embedded)
            await embedded.CompactAsync(collection, progress, cancellationToken);
        return new CompactionReport(before, await collection.StatisticsAsync(cancellationToken));
    }

    /// <summary>Reads every byte of the store's files, of all tenants; a store that has none finds nothing.</summary>
    public async Task<VerificationReport> VerifyAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        new(store is EmbeddedVectorStore embedded ? await embedded.VerifyAsync(progress, cancellationToken) : []);

    private async Task RefuseDerivedAsync(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        if (await derived.OwnerAsync(tenant, name, cancellationToken) is { } owner)
            throw DerivedView.ReadOnly(owner.Name, owner.Alias);
    }

    private async Task<VectorCollectionInfo> DescribeAsync(IVectorCollection collection, DerivedCollection? owner, CancellationToken cancellationToken)
    {
        IVectorCollection shown = DerivedView.Of(collection);
        CollectionHealth health = await shown.HealthAsync(cancellationToken);
        return new VectorCollectionInfo
        {
            Name = shown.Name,
            Vectors = [.. shown.Schema.Vectors.Select(VectorFieldShape.Of)],
            Payload = shown.Schema.Payload,
            Provider = store.Provider,
            Statistics = health.State == HealthState.Failed ? null : await shown.StatisticsAsync(cancellationToken),
            Health = health,
            Derived = owner is null ? null : new CollectionOrigin(owner.Alias, owner.Model, owner.State),
        };
    }
}
