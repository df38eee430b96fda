using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>
/// Which collections there are: a record for each, in a namespace of the index of the base name, so that every process sees them. The service has no
/// transactions: processes that make the same collection at once write the same.
/// </summary>
internal sealed class CollectionCatalogue(PineconeService service, IndexDirectory indexes)
{
    private readonly ConcurrentDictionary<(string Index, string Namespace), Freshness> _freshness = new();

    /// <summary>The namespace of an index; all who ask for it share what is known of its writes.</summary>
    public IndexNamespace Namespace(IndexDescription index, string name) =>
        new(service, index, name, _freshness.GetOrAdd((index.Name, name), static _ => new Freshness()), this);

    /// <summary>Forgets where an index is, and where it is gone which writes of it are to be shown: one that is made anew counts from the beginning.</summary>
    public void Forget(string index, bool isGone)
    {
        indexes.Forget(index);
        foreach (((string Index, string) place, Freshness freshness) in _freshness)
        {
            if (isGone && place.Index == index)
                freshness.Restart();
        }
    }

    /// <summary>Finds a collection; null where there is none of that name.</summary>
    public async Task<CatalogueEntry?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken) =>
        await indexes.BaseAsync(cancellationToken) is { } first
            ? await ReadAsync(Namespace(first, CollectionNames.Catalogue), CollectionNames.Id(tenant, name), Entry, cancellationToken)
            : null;

    /// <summary>Makes a collection, or finds the one that another process made at the same time.</summary>
    public async Task<CatalogueEntry> CreateAsync(TenantId tenant, string name, CollectionSchema schema, CancellationToken cancellationToken)
    {
        (IndexDescription first, IndexDescription home) = await indexes.EnsureAsync(schema.Vectors[0], cancellationToken);
        string id = CollectionNames.Id(tenant, name);
        (string Index, long Generation) before = await ReadAsync(
            Namespace(first, CollectionNames.Deleted), id, static metadata => (Text(metadata, "index"), Generation(metadata)), cancellationToken);
        // What a deletion that broke off left behind.
        if (before.Generation > 0 && await indexes.DescribeAsync(before.Index, cancellationToken) is not null)
            await ClearAsync(before.Index, CollectionNames.Namespace(tenant, name, before.Generation), cancellationToken);
        IndexNamespace catalogue = Namespace(first, CollectionNames.Catalogue);
        await WriteAsync(catalogue, first, id, home.Name, before.Generation + 1, schema, cancellationToken);
        return await ReadAsync(catalogue, id, Entry, cancellationToken) ?? new CatalogueEntry(home.Name, before.Generation + 1, schema);
    }

    /// <summary>Deletes a collection with all that is in it; false where there was none.</summary>
    public async Task<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(tenant, name, cancellationToken) is not { } entry || await indexes.BaseAsync(cancellationToken) is not { } first)
            return false;
        string id = CollectionNames.Id(tenant, name);
        // First its generation is remembered, then it is gone, then its records are: where this breaks off, making it anew goes on with it.
        await WriteAsync(Namespace(first, CollectionNames.Deleted), first, id, entry.Index, entry.Generation, schema: null, cancellationToken);
        IndexNamespace catalogue = Namespace(first, CollectionNames.Catalogue);
        await catalogue.DeleteAsync([id], cancellationToken);
        await catalogue.CatchUpAsync(cancellationToken);
        await ClearAsync(entry.Index, CollectionNames.Namespace(tenant, name, entry.Generation), cancellationToken);
        return true;
    }

    /// <summary>The names of a tenant's collections, in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (await indexes.BaseAsync(cancellationToken) is not { } first)
            return [];
        IndexNamespace catalogue = Namespace(first, CollectionNames.Catalogue);
        List<string> names = [];
        string? token = null;
        do
        {
            IdPage? page = await catalogue.ListAsync(CollectionNames.Prefix(tenant), token, IndexNamespace.IdsOfPage, cancellationToken);
            names.AddRange(page?.Ids.Select(id => CollectionNames.Name(tenant, id)) ?? []);
            token = page?.Next;
        }
        while (token is not null);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private async Task ClearAsync(string index, string name, CancellationToken cancellationToken)
    {
        IndexNamespace records = Namespace(await indexes.OpenAsync(index, cancellationToken), name);
        await records.ClearAsync(cancellationToken);
        _freshness.TryRemove((index, name), out _);
    }

    private static async Task<T?> ReadAsync<T>(IndexNamespace place, string id, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        List<T> found = await place.FetchAsync([id], record => read(record.GetProperty("metadata")), cancellationToken);
        return found.Count == 0 ? default : found[0];
    }

    private static async Task WriteAsync(
        IndexNamespace place, IndexDescription first, string id, string index, long generation, CollectionSchema? schema, CancellationToken cancellationToken)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json, RecordWriter.Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            RecordWriter.WriteValues(writer, StoredVector.Any(first.Dimension));
            writer.WriteStartObject("metadata");
            writer.WriteString("index", index);
            writer.WriteString("generation", generation.ToString(CultureInfo.InvariantCulture));
            if (schema is not null)
                writer.WriteString("schema", SchemaDocument.Write(schema));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        await place.UpsertAsync([json.ToArray()], cancellationToken);
        await place.CatchUpAsync(cancellationToken);
    }

    private static CatalogueEntry Entry(JsonElement metadata)
    {
        try
        {
            return new CatalogueEntry(Text(metadata, "index"), Generation(metadata), SchemaDocument.Read(Text(metadata, "schema")));
        }
        catch (InvalidDataException unreadable)
        {
            throw new FormatException(unreadable.Message, unreadable);
        }
    }

    private static long Generation(JsonElement metadata) => long.Parse(Text(metadata, "generation"), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Text(JsonElement metadata, string name) =>
        metadata.GetProperty(name).GetString() ?? throw new FormatException($"the catalogue has no text '{name}'");
}
