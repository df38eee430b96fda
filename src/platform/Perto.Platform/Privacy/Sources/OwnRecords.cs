using System.Runtime.CompilerServices;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Records about people in vector collections of the tenant's own, where somebody declared them.</summary>
internal sealed class OwnRecords(PeopleCollections declared, IVectorStore store, VectorCollections collections) : IPersonalDataSource
{
    private const int PageRecords = 500;

    public string Name => "vectors/records";

    public string Description =>
        "Records of the tenant's own vector collections that were declared to be about people: vectors, payload, graphs and indexes. They stay until they are deleted or expire.";

    public async Task<long> CountAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        long records = 0;
        foreach ((IVectorCollection collection, string? field) in await OpenAsync(tenant, cancellationToken))
            records += await CountAsync(collection, field, subject, cancellationToken);
        return records;
    }

    public async Task<bool> EraseAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        foreach ((IVectorCollection collection, string? field) in await OpenAsync(tenant, cancellationToken))
        {
            if (field is null)
                await collection.DeleteAsync([subject], cancellationToken);
            else if (PeopleCollections.FilterOf(collection, field, subject) is { } filter)
                await collection.DeleteAsync(filter, cancellationToken);
            // Also where nothing was deleted now: what was deleted before lies in the files until they are compacted.
            await collections.CompactAsync(tenant, collection.Name, progress: null, cancellationToken);
        }
        return true;
    }

    public async IAsyncEnumerable<object> ExportAsync(TenantId tenant, string subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach ((IVectorCollection collection, string? field) in await OpenAsync(tenant, cancellationToken))
        {
            await foreach (VectorRecord record in RecordsAsync(collection, field, subject, cancellationToken))
                yield return new { Collection = collection.Name, Record = RecordDocument.Of(record) };
        }
    }

    private async Task<IReadOnlyList<(IVectorCollection Collection, string? Field)>> OpenAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        List<(IVectorCollection, string?)> open = [];
        foreach (PeopleCollection people in await declared.ListAsync(tenant, cancellationToken))
        {
            // One that was deleted since has nothing.
            if (await store.FindAsync(tenant, people.Collection, cancellationToken) is { } collection)
                open.Add((collection, people.SubjectField));
        }
        return open;
    }

    private static async Task<long> CountAsync(IVectorCollection collection, string? field, string subject, CancellationToken cancellationToken)
    {
        if (field is null)
            return await collection.GetAsync(subject, includeVectors: false, cancellationToken) is null ? 0 : 1;
        return PeopleCollections.FilterOf(collection, field, subject) is { } filter ? await collection.CountAsync(filter, cancellationToken) : 0;
    }

    private static async IAsyncEnumerable<VectorRecord> RecordsAsync(
        IVectorCollection collection, string? field, string subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (field is null)
        {
            if (await collection.GetAsync(subject, cancellationToken: cancellationToken) is { } own)
                yield return own;
            yield break;
        }
        if (PeopleCollections.FilterOf(collection, field, subject) is not { } filter)
            yield break;
        string? cursor = null;
        do
        {
            ScrollPage page = await collection.ScrollAsync(
                new ScrollQuery { Filter = filter, Limit = PageRecords, Cursor = cursor, IncludeVectors = true }, cancellationToken);
            foreach (VectorRecord record in page.Records)
                yield return record;
            cursor = page.Cursor;
        }
        while (cursor is not null);
    }
}
