using System.Security.Cryptography;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Redis;

/// <summary>Which collections there are: a hash for each tenant.</summary>
internal sealed class CollectionCatalogue(RedisCalls calls, RedisVectorSettings settings)
{
    /// <summary>Finds a collection; null where there is none of that name.</summary>
    public async Task<CollectionLayout?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        RedisReply found = await calls.ReadAsync("HGET", [CollectionKeys.Catalogue(settings.Prefix, tenant), name], cancellationToken);
        return found.Text is { } entry ? CollectionLayout.Of(settings.Prefix, tenant, name, entry) : null;
    }

    /// <summary>Makes a collection, or finds the one that is there.</summary>
    public async Task<CollectionLayout> CreateAsync(TenantId tenant, string name, CollectionSchema schema, CancellationToken cancellationToken)
    {
        var entry = new CatalogueEntry
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Schema = SchemaDocument.Write(schema),
            Graphs = [.. schema.Vectors.Select(field => GraphSettings.Of(field, settings))],
        };
        string written = entry.Write();
        CollectionLayout layout = CollectionLayout.Of(settings.Prefix, tenant, name, written);
        RedisReply there = await calls.RunAsync(
            CollectionScripts.Create, [CollectionKeys.Catalogue(settings.Prefix, tenant), layout.Keys.About], [name, written], repeatable: true, cancellationToken);
        return there.Text == written ? layout : CollectionLayout.Of(settings.Prefix, tenant, name, there.Text!);
    }

    /// <summary>Deletes a collection with all that is in it, and gives what it was; null where there was none.</summary>
    public async Task<CollectionLayout?> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        while (await FindAsync(tenant, name, cancellationToken) is { } layout)
        {
            RedisReply dropped = await calls.RunAsync(
                CollectionScripts.Drop, [CollectionKeys.Catalogue(settings.Prefix, tenant), .. layout.Keys.All], [name, layout.Entry], repeatable: false, cancellationToken);
            if (dropped.Integer == 1)
                return layout;
        }
        return null;
    }

    /// <summary>The names of a tenant's collections, in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        RedisReply names = await calls.ReadAsync("HKEYS", [CollectionKeys.Catalogue(settings.Prefix, tenant)], cancellationToken);
        return [.. names.Items.Select(name => name.Text!).Order(StringComparer.Ordinal)];
    }
}
