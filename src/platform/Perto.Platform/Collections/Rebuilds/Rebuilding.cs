using Microsoft.Extensions.Logging;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Carries one rebuild out, from where it stopped.</summary>
internal sealed class Rebuilding(
    IDatabase database, DerivedCollections collections, RebuildTable rebuilds, TimeProvider clock, ILogger logger, RebuildRow rebuild, KeptLease lease)
{
    /// <summary>Records that are embedded and written at once.</summary>
    public const int BatchRecords = 128;

    /// <summary>How often a batch is tried.</summary>
    public const int Attempts = 3;

    // While so few are left, writes may wait for them.
    private const int LastRecords = BatchRecords;
    private const int MostPasses = 10;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    private RebuildRow _row = rebuild;

    /// <summary>Writes the copy in the store anew from the database, in place: searches go on.</summary>
    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        CollectionRow live = await RequireSourceAsync(cancellationToken);
        CollectionSchema schema = live.Schema();
        (IVectorCollection collection, bool filled) = await OpenAsync(live, cancellationToken);
        while (!filled && await collections.Table.PageAsync(live, _row.LastId, BatchRecords, cancellationToken) is { Count: > 0 } page)
        {
            await TryAsync(() => collections.Copy.PutAsync(live, schema, collection, page, cancellationToken), cancellationToken);
            await CheckpointAsync(page, write: null, cancellationToken);
            await RequireSourceAsync(cancellationToken);
        }
        await collections.Copy.DeleteUnknownAsync(live, collection, cancellationToken);
        await database.WriteAsync(
            async session =>
            {
                await lease.RequireAsync(session);
                await rebuilds.EndAsync(session, _row, RebuildState.Done, failure: null);
            },
            CancellationToken.None);
    }

    /// <summary>
    /// Embeds all records under another model into a collection beside the live one, then those that changed meanwhile, and leads the alias
    /// to it in one transaction. Each new record has the time of change of the one that it is made from: so what changed is seen however
    /// often this is interrupted.
    /// </summary>
    public async Task ReembedAsync(IRecordEmbedder embedder, CancellationToken cancellationToken)
    {
        CollectionRow source = await RequireSourceAsync(cancellationToken);
        var schema = CollectionSchema.Create(embedder.Declare);
        (CollectionRow target, IVectorCollection collection) = await BeginAsync(embedder, schema, cancellationToken);
        var batches = new Batches(source.Schema(), schema, target, collection);
        while (await collections.Table.PageAsync(source, _row.LastId, BatchRecords, cancellationToken) is { Count: > 0 } page)
        {
            await EmbedAsync(embedder, batches, page, moves: true, cancellationToken);
            await RequireSourceAsync(cancellationToken);
        }

        // The store of this process may lack what another has filled, or what was written just before a crash.
        await collections.Copy.CompareAsync(target, collection, progress: null, cancellationToken);
        int passes = 0;
        while (await CatchUpAsync(embedder, batches, source, cancellationToken) > LastRecords && ++passes < MostPasses)
            await RequireSourceAsync(cancellationToken);

        await using CollectionLock change = await collections.Locks.ChangeAsync(_row.Tenant, _row.Alias, cancellationToken);
        // Nobody writes now.
        await RequireSourceAsync(cancellationToken);
        await CatchUpAsync(embedder, batches, source, cancellationToken);
        IReadOnlyList<string> forgotten = await collections.Table.SwitchAsync(
            target,
            change.Lease,
            async session =>
            {
                await lease.RequireAsync(session);
                await rebuilds.EndAsync(session, _row, RebuildState.Done, failure: null);
            },
            cancellationToken);
        collections.Adopt(target, collection);
        await collections.Copy.ForgetAsync(_row.Tenant, forgotten, CancellationToken.None);
    }

    /// <summary>Forgets what was filled.</summary>
    public async Task DropAsync()
    {
        if (_row.Target is not { } name)
            return;
        await using CollectionLock change = await collections.Locks.ChangeAsync(_row.Tenant, _row.Alias, CancellationToken.None);
        if (await collections.Table.DropAsync(_row.Tenant, name, _row.Id, CancellationToken.None))
            await collections.Copy.ForgetAsync(_row.Tenant, [name], CancellationToken.None);
    }

    /// <summary>How many records are done.</summary>
    public long Done => _row.Done;

    private async Task<CollectionRow> RequireSourceAsync(CancellationToken cancellationToken)
    {
        CollectionRow? live = await collections.Table.LiveAsync(_row.Tenant, _row.Alias, cancellationToken);
        return live?.Name == _row.Source
            ? live
            : throw new ConflictException("rebuild_replaced", $"{_row.Alias} was published anew meanwhile, under {live?.Model}");
    }

    private async Task<(IVectorCollection Collection, bool Filled)> OpenAsync(CollectionRow live, CancellationToken cancellationToken)
    {
        await using CollectionLock gate = await collections.Locks.WriteAsync(_row.Tenant, _row.Alias, cancellationToken);
        (IVectorCollection collection, bool filled) = await collections.Copy.OpenAsync(live with { Records = _row.Total }, progress: null, cancellationToken);
        collections.Adopt(live, collection);
        if (filled)
            _row = _row with { Done = _row.Total };
        return (collection, filled);
    }

    private async Task<(CollectionRow Target, IVectorCollection Collection)> BeginAsync(
        IRecordEmbedder embedder, CollectionSchema schema, CancellationToken cancellationToken)
    {
        if (_row.Target is { } name && await collections.Table.BuildingAsync(_row.Tenant, name, _row.Id, cancellationToken) is { } begun && begun.Schema().Equals(schema))
            return (begun, await collections.Copy.CreateAsync(begun, cancellationToken));

        CollectionRow target = CollectionRow.Of(_row.Tenant, _row.Alias, embedder.Model, schema, UnixMicros.Now(clock)) with { Builder = _row.Id };
        // With the alias's lease, so that nobody who clears the store takes it for a leftover.
        await using CollectionLock change = await collections.Locks.ChangeAsync(_row.Tenant, _row.Alias, cancellationToken);
        await RequireSourceAsync(cancellationToken);
        await collections.Table.BeginAsync(target, change.Lease, cancellationToken);
        await collections.Copy.ForgetAsync(_row.Tenant, [target.Name], cancellationToken);
        IVectorCollection collection = await collections.Copy.CreateAsync(target, cancellationToken);
        await rebuilds.TargetAsync(_row, target.Name, cancellationToken);
        _row = _row with { Target = target.Name, LastId = "", Done = 0 };
        return (target, collection);
    }

    /// <summary>One walk over what differs; returns how many records did.</summary>
    private async Task<int> CatchUpAsync(IRecordEmbedder embedder, Batches batches, CollectionRow source, CancellationToken cancellationToken)
    {
        int changed = 0;
        string last = "";
        while (await collections.Table.ChangedAsync(source, batches.Target, last, BatchRecords, cancellationToken) is { Count: > 0 } page)
        {
            await EmbedAsync(embedder, batches, page, moves: false, cancellationToken);
            last = page[^1].Id;
            changed += page.Count;
        }
        IReadOnlyList<string> gone = await collections.Table.DeleteGoneAsync(source, batches.Target, lease, cancellationToken);
        await collections.Copy.DeleteAsync(batches.Target, batches.Schema, batches.Collection, gone, cancellationToken);
        return changed + gone.Count;
    }

    private Task EmbedAsync(IRecordEmbedder embedder, Batches batches, IReadOnlyList<EmbeddingRow> page, bool moves, CancellationToken cancellationToken) =>
        TryAsync(
            async () =>
            {
                VectorRecord[] sources = [.. page.Select(row => row.ToRecord(batches.SourceSchema))];
                IReadOnlyList<VectorRecord> made = await embedder.EmbedAsync(_row.Tenant, sources, cancellationToken);
                if (!made.Select(record => record.Id).SequenceEqual(page.Select(row => row.Id), StringComparer.Ordinal))
                    throw new InvalidOperationException($"The embedder of {embedder.Model} must return a record for each of a batch, with the same ids in the same order");
                IReadOnlyList<VectorRecord> bound = batches.Schema.Bind(made);
                await CheckpointAsync(
                    moves ? page : [], session => EmbeddingTable.WriteBuiltAsync(session, batches.Target, batches.Schema, bound, page), cancellationToken);
                await collections.Copy.PutAsync(
                    batches.Target,
                    batches.Schema,
                    batches.Collection,
                    await collections.Table.ReadAsync(batches.Target, [.. page.Select(row => row.Id)], cancellationToken),
                    cancellationToken);
            },
            cancellationToken);

    private async Task CheckpointAsync(IReadOnlyList<EmbeddingRow> done, Func<DatabaseSession, Task>? write, CancellationToken cancellationToken)
    {
        RebuildRow next = done.Count == 0 ? _row : _row with { LastId = done[^1].Id, Done = _row.Done + done.Count };
        await database.WriteAsync(
            async session =>
            {
                await lease.RequireAsync(session);
                if (write is not null)
                    await write(session);
                await rebuilds.CheckpointAsync(session, next);
            },
            cancellationToken);
        _row = next;
    }

    private async Task TryAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception failure) when (attempt < Attempts && failure is not ConflictException && !failure.IsCancellationBy(cancellationToken))
            {
                logger.BatchFailed(_row.Id, _row.Alias, failure);
                await Task.Delay(FirstWait * Math.Pow(2, attempt - 1), clock, cancellationToken);
            }
        }
    }

    /// <summary>What stays the same from batch to batch.</summary>
    private sealed record Batches(CollectionSchema SourceSchema, CollectionSchema Schema, CollectionRow Target, IVectorCollection Collection);
}
