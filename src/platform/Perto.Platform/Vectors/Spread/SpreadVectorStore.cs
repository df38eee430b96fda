using System.Globalization;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>
/// Gives a store that keeps one vector a record collections of several: each vector lies in a collection of its own, with the payload, under the same id.
/// Records must have all their vectors; what would need more is refused as without it.
/// </summary>
/// <param name="inner">A store without <see cref="VectorStoreCapabilities.NamedVectors"/>.</param>
public sealed class SpreadVectorStore(IVectorStore inner) : IVectorStore
{
    // Parts are called "things::2:plot": the collection, how many vectors it has, and which one this is. Names have no "::" and no colon at an end,
    // names of vectors none at all, so no other collection is called that.
    private const string Separator = "::";

    // What the names of all stores may have.
    private const int LongestName = 128;

    /// <inheritdoc/>
    public string Provider => inner.Provider;

    /// <summary>Those of the store itself.</summary>
    public VectorStoreCapabilities Capabilities => inner.Capabilities;

    /// <summary>Refuses a schema that the store could not keep, several vectors not among the reasons.</summary>
    /// <exception cref="CapabilityMissingException">The store cannot keep a field.</exception>
    public void Check(CollectionSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        foreach (VectorField vector in schema.Vectors)
            Part(schema, vector).CheckSupported(Provider, Capabilities);
    }

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        CheckName(name);
        CollectionSchema asked = CollectionSchema.Create(schema);
        Check(asked);
        bool isSpread = asked.Vectors.Count > 1;
        IReadOnlyList<IVectorCollection> there = await PartsAsync(tenant, name, cancellationToken);
        if (isSpread && await inner.FindAsync(tenant, name, cancellationToken) is { } whole)
            there = [whole];
        if (!isSpread && there.Count == 0)
            return await inner.CollectionAsync(tenant, name, schema, cancellationToken);

        Dictionary<string, CollectionSchema> wanted = asked.Vectors.ToDictionary(
            vector => $"{name}{Separator}{asked.Vectors.Count}:{vector.Name}", vector => Part(asked, vector), StringComparer.Ordinal);
        if (there.Any(part => !part.Schema.Equals(wanted.GetValueOrDefault(part.Name))))
        {
            throw new VectorStoreException(
                "schema", asked, $"the one that collection '{name}' was created with ({string.Join("; ", there.Select(part => part.Schema))})");
        }
        int added = wanted.Keys.Max(part => part.Length) - name.Length;
        if (name.Length + added > LongestName)
            throw new VectorStoreException("collection", name, $"a name of 1..{LongestName - added} characters, as those of its vectors are added to it");

        List<IVectorCollection> parts = [];
        foreach ((string part, CollectionSchema fields) in wanted.OrderByDescending(part => part.Key, StringComparer.Ordinal))
            parts.Insert(0, await inner.CollectionAsync(tenant, part, Declaring(fields), cancellationToken));
        return new SpreadCollection(Provider, name, asked, parts);
    }

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        CheckName(name);
        if (await inner.FindAsync(tenant, name, cancellationToken) is { } whole)
            return whole;
        IVectorCollection[]? parts = (await PartsAsync(tenant, name, cancellationToken))
            .GroupBy(part => Owner(part.Name))
            .FirstOrDefault(parts => parts.Count() == parts.Key.Parts)?
            .ToArray();
        if (parts is null)
            return null;
        CollectionSchema schema = CollectionSchema.Create(builder =>
        {
            foreach (IVectorCollection part in parts)
                builder.Add(part.Schema.Vectors[0]);
            foreach (PayloadField field in parts[0].Schema.Payload)
                builder.Add(field);
        });
        return new SpreadCollection(Provider, name, schema, parts);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        CheckName(name);
        bool deleted = await inner.DeleteAsync(tenant, name, cancellationToken);
        foreach (string part in await PartNamesAsync(tenant, name, cancellationToken))
            deleted |= await inner.DeleteAsync(tenant, part, cancellationToken);
        return deleted;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
    [
        .. (await inner.NamesAsync(tenant, cancellationToken))
            .GroupBy(Owner)
            .Where(parts => parts.Count() == parts.Key.Parts)
            .Select(parts => parts.Key.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static void CheckName(string name)
    {
        if (name is not null && (name.Contains(Separator, StringComparison.Ordinal) || name.StartsWith(':') || name.EndsWith(':')))
            throw new VectorStoreException("name", name, $"a name without '{Separator}' that neither begins nor ends with ':'");
    }

    /// <summary>The collection that one of the store belongs to, and of how many it is made.</summary>
    private static (string Name, int Parts) Owner(string part)
    {
        string[] names = part.Split(Separator, 2);
        if (names.Length == 1)
            return (part, 1);
        // What is called otherwise is none of ours, and never whole.
        return (names[0], int.TryParse(names[1].Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int parts) ? parts : 0);
    }

    private async Task<IReadOnlyList<string>> PartNamesAsync(TenantId tenant, string name, CancellationToken cancellationToken) =>
        [.. (await inner.NamesAsync(tenant, cancellationToken)).Where(part => part.StartsWith($"{name}{Separator}", StringComparison.Ordinal))];

    /// <summary>The parts that are there, in the order of their names: the same for every handle.</summary>
    private async Task<IReadOnlyList<IVectorCollection>> PartsAsync(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        List<IVectorCollection> parts = [];
        foreach (string part in (await PartNamesAsync(tenant, name, cancellationToken)).Order(StringComparer.Ordinal))
        {
            if (await inner.FindAsync(tenant, part, cancellationToken) is { } found)
                parts.Add(found);
        }
        return parts;
    }

    private static CollectionSchema Part(CollectionSchema schema, VectorField vector) => CollectionSchema.Create(builder =>
    {
        builder.Add(vector);
        foreach (PayloadField field in schema.Payload)
            builder.Add(field);
    });

    private static Action<CollectionSchemaBuilder> Declaring(CollectionSchema schema) => CollectionShape.Of(schema).Declare;
}
