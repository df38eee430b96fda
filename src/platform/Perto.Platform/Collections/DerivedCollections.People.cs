using Perto.Vectors;

namespace Perto.Platform;

// What an erasure and an export ask of collections whose records are about people.
public sealed partial class DerivedCollections
{
    /// <summary>A person's records, of the live collection and of those that it replaced.</summary>
    internal async Task<IReadOnlyList<RecordDocument>> OfPersonAsync(
        TenantId tenant, string alias, string? subjectField, string subject, CancellationToken cancellationToken)
    {
        List<RecordDocument> found = [];
        foreach (CollectionRow row in await OfAliasAsync(tenant, alias, cancellationToken))
        {
            CollectionSchema schema = row.Schema();
            found.AddRange((await OfPersonAsync(row, subjectField, subject, cancellationToken)).Select(embedding => RecordDocument.Of(embedding.ToRecord(schema))));
        }
        return found;
    }

    /// <summary>Deletes a person's records: in the database first, then in the store.</summary>
    /// <returns>Names of the collections that the store has under the alias: their files hold the records until they are compacted.</returns>
    internal async Task<IReadOnlyList<string>> ErasePersonAsync(
        TenantId tenant, string alias, string? subjectField, string subject, CancellationToken cancellationToken)
    {
        await using CollectionLock change = await Locks.ChangeAsync(tenant, alias, cancellationToken);
        List<string> stored = [];
        foreach (CollectionRow row in await OfAliasAsync(tenant, alias, cancellationToken))
        {
            string[] ids = [.. (await OfPersonAsync(row, subjectField, subject, cancellationToken)).Select(embedding => embedding.Id)];
            if (ids.Length > 0)
                await Table.DeleteAsync(row, ids, change.Lease, cancellationToken);
            if (await Copy.FindAsync(row, cancellationToken) is not { } collection)
                continue;
            // The store is asked itself: a crash may have left there what the database has lost already.
            if (subjectField is null)
                await collection.DeleteAsync([subject], cancellationToken);
            else if (PeopleCollections.FilterOf(collection, subjectField, subject) is { } filter)
                await collection.DeleteAsync(filter, cancellationToken);
            stored.Add(row.Name);
        }
        return stored;
    }

    private async Task<IReadOnlyList<CollectionRow>> OfAliasAsync(TenantId tenant, string alias, CancellationToken cancellationToken) =>
        [.. (await Table.OfTenantAsync(tenant, cancellationToken)).Where(row => row.Alias == alias)];

    private async Task<IReadOnlyList<EmbeddingRow>> OfPersonAsync(CollectionRow row, string? subjectField, string subject, CancellationToken cancellationToken)
    {
        if (subjectField is null)
            return await Table.ReadAsync(row, [subject], cancellationToken);
        List<EmbeddingRow> found = [];
        string last = "";
        while (await Table.PageAsync(row, last, StoreCopy.BatchRecords, cancellationToken) is { Count: > 0 } page)
        {
            found.AddRange(page.Where(embedding => embedding.Names(subjectField, subject)));
            last = page[^1].Id;
        }
        return found;
    }
}
