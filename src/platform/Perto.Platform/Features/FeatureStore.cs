namespace Perto.Platform;

/// <summary>
/// Features of entities: written with the moment that they are about, or made from events; read online, newest first, and from the history as
/// of any moment. The database has all of it; what stands in front of it only makes it faster.
/// </summary>
public sealed class FeatureStore
{
    private readonly FeatureWriter _writer;
    private readonly OnlineRows _online;
    private readonly FeatureHistory _history;
    private readonly PointInTimeJoin _join;
    private readonly FeatureBackfills _backfills;
    private readonly TimeProvider _clock;

    internal FeatureStore(
        FeatureCatalogue catalogue, FeatureWriter writer, OnlineRows online, FeatureHistory history, PointInTimeJoin join, FeatureBackfills backfills, TimeProvider clock)
    {
        Views = catalogue;
        _writer = writer;
        _online = online;
        _history = history;
        _join = join;
        _backfills = backfills;
        _clock = clock;
    }

    /// <summary>The definitions.</summary>
    public FeatureCatalogue Views { get; }

    /// <summary>Writes values of a view. All of them are kept or none.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="view">A view whose values are written; its name, or <c>name@version</c>.</param>
    /// <param name="writes">1 to 1,000. Late ones go to the history only; the same values of the same entity and moment change nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">There is no such view.</exception>
    /// <exception cref="InvalidValueException">Something does not fit the view; nothing was written.</exception>
    /// <exception cref="ConflictException">The view is made from events, or a person was erased.</exception>
    public Task<FeatureWriteReport> WriteAsync(
        TenantId tenant, string view, IReadOnlyList<FeatureWrite> writes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writes);
        return _writer.WriteAsync(tenant, view, writes, cancellationToken);
    }

    /// <summary>Counts events into all views that they concern. All of them are kept or none.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="events">1 to 1,000; one whose id was counted before changes nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidValueException">An event is not valid; nothing was counted.</exception>
    /// <exception cref="ConflictException">A person was erased.</exception>
    public Task<FeatureEventReport> RecordAsync(TenantId tenant, IReadOnlyList<FeatureEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        return _writer.RecordAsync(tenant, events, cancellationToken);
    }

    /// <summary>
    /// Counts events in a transaction of the caller: they are counted if it commits. Call <see cref="PublishAsync"/> then, and not before.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="views">From <see cref="OpenAsync"/>, before the transaction.</param>
    /// <param name="events">1 to 1,000; one whose id was counted before changes nothing. Those of people who were erased are left out.</param>
    /// <exception cref="InvalidValueException">An event is not valid; nothing was counted.</exception>
    public Task<RecordedFeatures> RecordAsync(DatabaseSession session, TenantId tenant, FeatureRecording views, IReadOnlyList<FeatureEvent> events)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(views);
        ArgumentNullException.ThrowIfNull(events);
        return _writer.RecordAsync(session, tenant, views, events);
    }

    /// <summary>What <see cref="RecordAsync(DatabaseSession, TenantId, FeatureRecording, IReadOnlyList{FeatureEvent})"/> needs to know beforehand.</summary>
    public Task<FeatureRecording> OpenAsync(TenantId tenant, CancellationToken cancellationToken = default) => _writer.OpenAsync(tenant, cancellationToken);

    /// <summary>Tells those who read what a committed transaction has counted.</summary>
    public Task PublishAsync(TenantId tenant, RecordedFeatures recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        return _writer.PublishAsync(tenant, recorded);
    }

    /// <summary>The newest features of many entities, in one round trip.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="request">The entities by kind, with the views of each kind.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidValueException">There is no such view, one is of another entity, or something is too much.</exception>
    public async ValueTask<OnlineFeatures> GetAsync(TenantId tenant, IReadOnlyList<EntityRequest> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        int count = 0;
        for (int part = 0; part < request.Count; part++)
            count += CheckPart(request[part], part);
        if (count is < 1 or > EntityRequest.MaxKeys)
            throw new InvalidValueException("entities", count, $"1..{EntityRequest.MaxKeys} keys", $"entities must have 1 to {EntityRequest.MaxKeys} keys in all; got {count}");

        var views = new RegisteredView[request.Count][];
        var keys = new EntityKey[count];
        int next = 0;
        for (int part = 0; part < request.Count; part++)
        {
            EntityRequest one = request[part];
            views[part] = new RegisteredView[one.Views.Count];
            for (int view = 0; view < views[part].Length; view++)
                views[part][view] = await FindAsync(tenant, one.Views[view], $"entities[{part}].views[{view}]", one.Entity, cancellationToken);
            for (int i = 0; i < one.Keys.Count; i++)
                keys[next++] = new EntityKey(one.Entity, one.Keys[i]);
        }
        OnlineRow[] rows = await _online.GetAsync(tenant, keys, cancellationToken);
        return new OnlineFeatures(request, views, rows, UnixMicros.Now(_clock));
    }

    /// <summary>What was known of one entity by a view, newest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="view">The view.</param>
    /// <param name="key">The entity.</param>
    /// <param name="paging">Which page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">There is no such view.</exception>
    public async Task<Page<FeatureReadingDocument>> HistoryAsync(
        TenantId tenant, string view, string key, Paging paging, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paging);
        return await _history.ListAsync(tenant, await Views.FindAsync(tenant, view, cancellationToken), FeatureNames.RequireKey("key", key), paging, cancellationToken);
    }

    /// <summary>
    /// Gives examples their features as they were known at their moments: for each view the newest values whose event time is not after the
    /// example's and not further back than the TTL; of two of the same time those that were written later.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="views">1 to 50 names, or <c>name@version</c>.</param>
    /// <param name="rows">The examples; as many as there are, in any order, which is that of the result.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidValueException">There is no such view, or a row is not valid; what came before it is joined.</exception>
    public async IAsyncEnumerable<JoinedRow> JoinAsync(
        TenantId tenant,
        IReadOnlyList<string> views,
        IAsyncEnumerable<JoinRow> rows,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(views);
        if (views.Count is < 1 or > EntityRequest.MaxViews)
            throw new InvalidValueException("views", views.Count, $"1..{EntityRequest.MaxViews} views", $"views must be 1 to {EntityRequest.MaxViews}; got {views.Count}");
        var registered = new RegisteredView[views.Count];
        for (int i = 0; i < registered.Length; i++)
            registered[i] = await FindAsync(tenant, views[i], $"views[{i}]", entity: null, cancellationToken);
        await foreach (JoinedRow row in _join.RunAsync(tenant, registered, Checked(rows), cancellationToken))
            yield return row;
    }

    /// <summary>Fills a new view from past events, from where it was interrupted on if it was.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="view">A view that is made from events and has no values but those of its backfill.</param>
    /// <param name="source">The events in the order of their times.</param>
    /// <param name="progress">Is told after each 1,000 events.</param>
    /// <param name="cancellationToken">Interrupts it; what is done stays done.</param>
    /// <exception cref="ConflictException">The view has values of its own already.</exception>
    public Task<BackfillStatus> BackfillAsync(
        TenantId tenant, string view, IFeatureEventSource source, IProgress<BackfillStatus>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return _backfills.RunAsync(tenant, view, source, progress, cancellationToken);
    }

    /// <summary>Counts the next events of a backfill whose source is elsewhere.</summary>
    /// <exception cref="ConflictException">The view has values of its own already, or is at another position (<c>backfill_position</c>).</exception>
    /// <exception cref="InvalidValueException">Something is not valid, or out of order; nothing was counted.</exception>
    public Task<BackfillStatus> BackfillAsync(TenantId tenant, string view, BackfillChunk chunk, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        return _backfills.ApplyAsync(tenant, view, chunk, cancellationToken);
    }

    /// <summary>How far a view is filled from a source.</summary>
    public Task<BackfillStatus> BackfillStatusAsync(TenantId tenant, string view, string source, CancellationToken cancellationToken = default) =>
        _backfills.StatusAsync(tenant, view, source, cancellationToken);

    private async ValueTask<RegisteredView> FindAsync(TenantId tenant, string view, string field, string? entity, CancellationToken cancellationToken)
    {
        RegisteredView found = await Views.TryFindAsync(tenant, view, field, cancellationToken)
            ?? throw new InvalidValueException(field, view, "a view that there is", $"{field}: there is no feature view '{view}'");
        if (entity is not null && found.Definition.Entity != entity)
            throw new InvalidValueException(field, view, $"a view of {entity}", $"{field}: {found.Name} is a view of {found.Definition.Entity} and not of {entity}");
        return found;
    }

    private static int CheckPart(EntityRequest part, int index)
    {
        string field = $"entities[{index}]";
        FeatureNames.Require($"{field}.entity", part.Entity);
        if (part.Views is not { Count: >= 1 and <= EntityRequest.MaxViews })
            throw new InvalidValueException($"{field}.views", part.Views?.Count, $"1..{EntityRequest.MaxViews} views", $"{field}.views must be 1 to {EntityRequest.MaxViews} views");
        if (part.Keys is not { Count: >= 1 and <= EntityRequest.MaxKeys })
            throw new InvalidValueException($"{field}.keys", part.Keys?.Count, $"1..{EntityRequest.MaxKeys} keys", $"{field}.keys must be 1 to {EntityRequest.MaxKeys} keys");
        for (int i = 0; i < part.Keys.Count; i++)
        {
            // The place is put into words for a key that is refused: there may be ten thousand.
            if (!FeatureNames.IsKey(part.Keys[i]))
                FeatureNames.RequireKey($"{field}.keys[{i}]", part.Keys[i]);
        }
        return part.Keys.Count;
    }

    private static async IAsyncEnumerable<JoinRow> Checked(IAsyncEnumerable<JoinRow> rows)
    {
        int i = 0;
        await foreach (JoinRow row in rows)
        {
            row.Check($"rows[{i++}]");
            yield return row;
        }
    }
}
