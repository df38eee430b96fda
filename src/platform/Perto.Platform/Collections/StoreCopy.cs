using System.Collections.Concurrent;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform;

/// <summary>
/// The collections of the vector store as copies of the embedding table. Whoever writes to the store looks into the table afterwards, and
/// again until both agree: so the last one who wrote a record, in whichever process, wrote what the table has.
/// </summary>
internal sealed class StoreCopy(IVectorStore store, EmbeddingTable table, CollectionLocks locks, TimeProvider clock)
{
    /// <summary>Records in one write.</summary>
    public const int BatchRecords = 1_000;

    private const int ComparedRecords = 10_000;

    private readonly ConcurrentDictionary<(TenantId Tenant, string Name), bool> _filling = new();

    /// <summary>The collection in the store; made where there is none.</summary>
    public ValueTask<IVectorCollection> CreateAsync(CollectionRow row, CancellationToken cancellationToken) =>
        store.CollectionAsync(row.Tenant, row.Name, schema => Declare(row, schema), cancellationToken);

    /// <summary>The collection in the store; null where there is none, or one of another shape, or its files are damaged.</summary>
    public async Task<IVectorCollection?> FindAsync(CollectionRow row, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindAsync(row.Tenant, row.Name, cancellationToken) is { } found
                && found.Schema.Equals(CollectionSchema.Create(schema => Declare(row, schema))) ? found : null;
        }
        catch (DamagedFileException)
        {
            // The database has all that damaged files had.
            return null;
        }
    }

    /// <summary>Whether the collection is filled here at this moment, and lacks most of what it is to hold.</summary>
    public bool IsFilling(CollectionRow row) => _filling.ContainsKey((row.Tenant, row.Name));

    /// <summary>Finds the collection, or fills it from the table; then it is told that it was filled here.</summary>
    public async Task<(IVectorCollection Collection, bool Filled)> OpenAsync(
        CollectionRow row, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        if (!await locks.IsFillingAsync(row.Tenant, row.Alias, cancellationToken) && await FindAsync(row, cancellationToken) is { } found)
            return (found, false);
        await using KeptLease? lease = await locks.FillAsync(row.Tenant, row.Alias, cancellationToken);
        // Who had the lease has filled it.
        if (lease is not null && await FindAsync(row, cancellationToken) is { } filled)
            return (filled, false);
        return (await FillAsync(row, progress, cancellationToken), true);
    }

    /// <summary>Deletes the collection and fills it from the table.</summary>
    public async Task<IVectorCollection> FillAsync(CollectionRow row, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        _filling[(row.Tenant, row.Name)] = true;
        try
        {
            await store.DeleteAsync(row.Tenant, row.Name, cancellationToken);
            IVectorCollection collection = await CreateAsync(row, cancellationToken);
            CollectionSchema schema = row.Schema();
            string last = "";
            long done = 0;
            while (await table.PageAsync(row, last, BatchRecords, cancellationToken) is { Count: > 0 } page)
            {
                await PutAsync(row, schema, collection, page, cancellationToken);
                last = page[^1].Id;
                done += page.Count;
                progress?.Report(new RebuildProgress(row.Tenant, row.Name, done, row.Records));
            }
            return collection;
        }
        finally
        {
            _filling.TryRemove((row.Tenant, row.Name), out _);
        }
    }

    /// <summary>Writes rows of the table to the store.</summary>
    public async Task PutAsync(
        CollectionRow row, CollectionSchema schema, IVectorCollection collection, IReadOnlyList<EmbeddingRow> rows, CancellationToken cancellationToken)
    {
        await collection.UpsertAsync([.. rows.Select(embedding => embedding.ToStored(schema))], cancellationToken);
        await SettleAsync(row, schema, collection, rows.ToDictionary(embedding => embedding.Id, embedding => embedding.UpdatedAt, StringComparer.Ordinal), cancellationToken);
    }

    /// <summary>Writes records that the table has since <paramref name="updatedAt"/>.</summary>
    public async Task PutAsync(
        CollectionRow row, CollectionSchema schema, IVectorCollection collection, IReadOnlyList<VectorRecord> bound, long updatedAt, CancellationToken cancellationToken)
    {
        // Binding made the payloads, so they are nobody else's.
        foreach (VectorRecord record in bound)
            record.Payload[DerivedView.StampField] = updatedAt;
        await collection.UpsertAsync(bound, cancellationToken);
        await SettleAsync(row, schema, collection, bound.ToDictionary(record => record.Id, _ => updatedAt, StringComparer.Ordinal), cancellationToken);
    }

    /// <summary>Deletes records that the table does not have any more.</summary>
    public async Task DeleteAsync(CollectionRow row, CollectionSchema schema, IVectorCollection collection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await collection.DeleteAsync(ids, cancellationToken);
        await SettleAsync(row, schema, collection, ids.Distinct(StringComparer.Ordinal).ToDictionary(id => id, _ => 0L, StringComparer.Ordinal), cancellationToken);
    }

    /// <summary>Compares the collection with the table and writes what differs.</summary>
    public async Task CompareAsync(
        CollectionRow row, IVectorCollection stored, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        CollectionSchema schema = row.Schema();
        long now = UnixMicros.Now(clock);
        string last = "";
        long done = 0, alive = 0;
        while (await table.StampsAsync(row, last, ComparedRecords, cancellationToken) is { Count: > 0 } page)
        {
            EmbeddingStamp[] kept = [.. page.Where(stamp => !(stamp.ExpiresAt <= now))];
            IReadOnlyList<VectorRecord> held = await stored.GetAsync([.. kept.Select(stamp => stamp.Id)], includeVectors: false, cancellationToken);
            Dictionary<string, long> stamps = held.ToDictionary(record => record.Id, DerivedView.StampOf, StringComparer.Ordinal);
            foreach (EmbeddingStamp[] some in kept.Where(stamp => stamps.GetValueOrDefault(stamp.Id) != stamp.UpdatedAt).Chunk(BatchRecords))
                await PutAsync(row, schema, stored, await table.ReadAsync(row, [.. some.Select(stamp => stamp.Id)], cancellationToken), cancellationToken);
            last = page[^1].Id;
            done += page.Count;
            alive += kept.Length;
            progress?.Report(new RebuildProgress(row.Tenant, row.Name, done, row.Records));
        }
        if (await stored.CountAsync(cancellationToken: cancellationToken) != alive)
            await DeleteUnknownAsync(row, stored, cancellationToken);
    }

    /// <summary>Deletes what the table does not have. A record is in the table before it is in the store, so none that is new is hit.</summary>
    public async Task DeleteUnknownAsync(CollectionRow row, IVectorCollection stored, CancellationToken cancellationToken)
    {
        CollectionSchema schema = row.Schema();
        string? cursor = null;
        do
        {
            ScrollPage page = await stored.ScrollAsync(new ScrollQuery { Limit = BatchRecords, Cursor = cursor }, cancellationToken);
            string[] ids = [.. page.Records.Select(record => record.Id)];
            HashSet<string> known = [.. (await table.StampsOfAsync(row, ids, cancellationToken)).Select(stamp => stamp.Id)];
            if (known.Count < ids.Length)
                await DeleteAsync(row, schema, stored, [.. ids.Where(id => !known.Contains(id))], cancellationToken);
            cursor = page.Cursor;
        }
        while (cursor is not null);
    }

    /// <summary>Deletes collections of the store.</summary>
    public async Task ForgetAsync(TenantId tenant, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (string name in names)
            await store.DeleteAsync(tenant, name, cancellationToken);
    }

    private static void Declare(CollectionRow row, CollectionSchemaBuilder schema)
    {
        row.Declare(schema);
        DerivedView.Declare(schema);
    }

    /// <param name="row">The collection.</param>
    /// <param name="schema">Its schema without the hidden field.</param>
    /// <param name="collection">Its copy.</param>
    /// <param name="written">Times of change that were written, by id; 0 for what was deleted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task SettleAsync(
        CollectionRow row, CollectionSchema schema, IVectorCollection collection, Dictionary<string, long> written, CancellationToken cancellationToken)
    {
        while (true)
        {
            Dictionary<string, long> there = [];
            foreach (string[] ids in written.Keys.Chunk(BatchRecords))
            {
                foreach (EmbeddingStamp stamp in await table.StampsOfAsync(row, ids, cancellationToken))
                    there[stamp.Id] = stamp.UpdatedAt;
            }
            string[] stale = [.. written.Where(record => there.GetValueOrDefault(record.Key) != record.Value).Select(record => record.Key)];
            if (stale.Length == 0)
                return;

            written = stale.ToDictionary(id => id, _ => 0L, StringComparer.Ordinal);
            foreach (string[] ids in stale.Chunk(BatchRecords))
            {
                IReadOnlyList<EmbeddingRow> rows = await table.ReadAsync(row, ids, cancellationToken);
                await collection.UpsertAsync([.. rows.Select(embedding => embedding.ToStored(schema))], cancellationToken);
                foreach (EmbeddingRow embedding in rows)
                    written[embedding.Id] = embedding.UpdatedAt;
            }
            await collection.DeleteAsync([.. written.Where(record => record.Value == 0).Select(record => record.Key)], cancellationToken);
        }
    }
}
