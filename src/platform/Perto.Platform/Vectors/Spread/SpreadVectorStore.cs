using Perto.Vectors;

namespace Perto.Platform;

/// <summary>
/// Gives a store that keeps one vector a record collections of several: each vector lies in a collection of its own, with the payload, under the same id.
/// Records must have all their vectors; what would need more is refused as without it.
/// </summary>
/// <param name="inner">A store without <see cref="VectorStoreCapabilities.NamedVectors"/>.</param>
public sealed class SpreadVectorStore(IVectorStore inner) : IVectorStore
{
    // Between the name of a collection and that of a vector. Both may have single colons.
    private const string Separator = "::";

    /// <inheritdoc/>
    public string Provider => inner.Provider;

    /// <summary>Those of the store itself.</summary>
    public VectorStoreCapabilities Capabilities => inner.Capabilities;

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        CheckName(name);
        CollectionSchema asked = CollectionSchema.Create(schema);
        if (asked.Vectors.Count == 1)
            return await inner.CollectionAsync(tenant, name, schema, cancellationToken);
        foreach (VectorField vector in asked.Vectors)
            Part(asked, vector).CheckSupported(Provider, Capabilities);
        List<IVectorCollection> parts = [];
        // The first is made last: where it is, all are.
        foreach (VectorField vector in asked.Vectors.Reverse())
            parts.Insert(0, await inner.CollectionAsync(tenant, PartName(name, vector), Declaring(Part(asked, vector)), cancellationToken));
        return new SpreadCollection(Provider, name, asked, parts);
    }

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        CheckName(name);
        if (await inner.FindAsync(tenant, name, cancellationToken) is { } whole)
            return whole;
        List<IVectorCollection> parts = [];
        foreach (string part in await PartsAsync(tenant, name, cancellationToken))
        {
            if (await inner.FindAsync(tenant, part, cancellationToken) is { } found)
                parts.Add(found);
        }
        if (parts.Count < 2)
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
        foreach (string part in await PartsAsync(tenant, name, cancellationToken))
            deleted |= await inner.DeleteAsync(tenant, part, cancellationToken);
        return deleted;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
    [
        .. (await inner.NamesAsync(tenant, cancellationToken)).Select(name => name.Split(Separator, 2)[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private static void CheckName(string name)
    {
        if (name?.Contains(Separator, StringComparison.Ordinal) == true)
            throw new VectorStoreException("name", name, $"a name without '{Separator}'");
    }

    private static string PartName(string name, VectorField vector) => $"{name}{Separator}{vector.Name}";

    private async Task<IReadOnlyList<string>> PartsAsync(TenantId tenant, string name, CancellationToken cancellationToken) =>
        [.. (await inner.NamesAsync(tenant, cancellationToken)).Where(part => part.StartsWith($"{name}{Separator}", StringComparison.Ordinal))];

    private static CollectionSchema Part(CollectionSchema schema, VectorField vector) => CollectionSchema.Create(builder =>
    {
        builder.Add(vector);
        foreach (PayloadField field in schema.Payload)
            builder.Add(field);
    });

    private static Action<CollectionSchemaBuilder> Declaring(CollectionSchema schema) => CollectionShape.Of(schema).Declare;
}
