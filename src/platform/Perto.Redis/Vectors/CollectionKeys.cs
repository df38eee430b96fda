using Perto.Vectors;

namespace Perto.Redis;

/// <summary>The keys of a collection. Tenants and ids hold no colon, so no key of one is that of another.</summary>
internal sealed class CollectionKeys
{
    private readonly string _root;

    /// <param name="prefix">What all keys of the installation begin with.</param>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="id">As the catalogue has it.</param>
    /// <param name="schema">Its vectors.</param>
    public CollectionKeys(string prefix, TenantId tenant, string id, CollectionSchema schema)
    {
        _root = $"{prefix}:vectors:collection:{tenant.Value}:{id}:";
        Vectors = [.. schema.Vectors.Select(field => new VectorKeys($"{_root}values:{field.Name}", $"{_root}graph:{field.Name}"))];
        All = [About, Records, Ids, Expiring, .. Vectors.SelectMany(vector => new[] { vector.Values, vector.Graph })];
    }

    /// <summary>A hash that is there as long as the collection is; it holds the shortest and longest length of each vector.</summary>
    public string About => $"{_root}about";

    /// <summary>A hash of the records without their vectors, by id.</summary>
    public string Records => $"{_root}records";

    /// <summary>A sorted set of the ids with one score, which puts them in the order of their bytes.</summary>
    public string Ids => $"{_root}ids";

    /// <summary>A sorted set of the ids of records that expire, by the Unix microsecond of that.</summary>
    public string Expiring => $"{_root}expiring";

    /// <summary>The keys of each vector, in the order of the schema.</summary>
    public IReadOnlyList<VectorKeys> Vectors { get; }

    /// <summary>All keys, as the scripts that write take them.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>The hash of a tenant's collections, by name.</summary>
    public static string Catalogue(string prefix, TenantId tenant) => $"{prefix}:vectors:catalogue:{tenant.Value}";
}
