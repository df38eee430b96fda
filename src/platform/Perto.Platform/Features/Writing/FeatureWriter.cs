namespace Perto.Platform;

/// <summary>Writes values and counts events: history and online rows in one transaction, and what they became into the stores in front.</summary>
internal sealed class FeatureWriter(
    IDatabase database,
    FeatureCatalogue catalogue,
    OnlineRows online,
    Suppressions suppressions,
    FeatureSettings settings,
    WriteOrder order,
    FeatureMetrics metrics,
    TimeProvider clock)
{
    /// <summary>Most values, and most events, of one call.</summary>
    public const int MaxBatch = 1_000;

    /// <summary>The latest event time that is taken now, in Unix microseconds.</summary>
    public long NewestEventAt => UnixMicros.Now(clock) + (settings.FutureSeconds * 1_000_000L);

    /// <inheritdoc cref="FeatureStore.WriteAsync"/>
    public async Task<FeatureWriteReport> WriteAsync(
        TenantId tenant, string view, IReadOnlyList<FeatureWrite> writes, CancellationToken cancellationToken)
    {
        RegisteredView registered = await catalogue.FindAsync(tenant, view, cancellationToken);
        if (registered.Definition.IsFolded)
            throw new ConflictException("view_is_folded", $"The values of {registered.Name} are made from events; send those to /v1/features/events");
        CheckCount("values", writes.Count);
        var checkedWrites = new (string Key, long EventAt, byte[] Values)[writes.Count];
        long newest = NewestEventAt;
        for (int i = 0; i < writes.Count; i++)
        {
            string field = $"values[{i}]";
            checkedWrites[i] = (
                FeatureNames.RequireKey($"{field}.key", writes[i].Key),
                FeatureTimes.Require($"{field}.event_at", writes[i].EventAt, newest),
                registered.Layout.Encode(writes[i].Values, $"{field}.values"));
        }

        TenantViews views = await catalogue.GetAsync(tenant, cancellationToken);
        SuppressionCheck check = await suppressions.CheckAsync(cancellationToken);
        (long stored, IReadOnlyList<KeyValuePair<EntityKey, OnlineRow>> rows) = await database.WriteAsync(
            async session =>
            {
                if (registered.IsPersonal)
                    await check.RequireAsync(session, tenant, [.. checkedWrites.Select(write => write.Key)], i => $"values[{i}].key");
                FeatureChanges changes = await FeatureChanges.BeginAsync(
                    session, tenant, views, order, checkedWrites.Select(write => new EntityKey(registered.Definition.Entity, write.Key)));
                foreach ((string key, long eventAt, byte[] values) in checkedWrites)
                    changes.Write(registered, key, eventAt, values);
                return await changes.SaveAsync();
            },
            cancellationToken);
        await PublishAsync(tenant, rows);
        metrics.Written(stored);
        return new FeatureWriteReport(stored, writes.Count - stored, rows.Count);
    }

    /// <inheritdoc cref="FeatureStore.RecordAsync(TenantId, IReadOnlyList{FeatureEvent}, CancellationToken)"/>
    public async Task<FeatureEventReport> RecordAsync(TenantId tenant, IReadOnlyList<FeatureEvent> events, CancellationToken cancellationToken)
    {
        CheckCount("events", events.Count);
        long newest = NewestEventAt;
        for (int i = 0; i < events.Count; i++)
            events[i].Check($"events[{i}]", newest);
        TenantViews views = await catalogue.GetAsync(tenant, cancellationToken);
        SuppressionCheck check = await suppressions.CheckAsync(cancellationToken);
        (FeatureEventReport report, long stored, IReadOnlyList<KeyValuePair<EntityKey, OnlineRow>> rows) = await database.WriteAsync(
            async session =>
            {
                (int Index, string Key)[] people =
                    [.. Enumerable.Range(0, events.Count).Where(i => events[i].Keys.ContainsKey(FeatureView.Person)).Select(i => (i, events[i].Keys[FeatureView.Person]))];
                await check.RequireAsync(session, tenant, [.. people.Select(person => person.Key)], i => $"events[{people[i].Index}].keys.{FeatureView.Person}");
                return await FoldAsync(session, tenant, views, await CountingAsync(session, tenant, views), events);
            },
            cancellationToken);
        await PublishAsync(tenant, rows);
        metrics.Written(stored);
        metrics.Counted(report);
        return report;
    }

    /// <inheritdoc cref="FeatureStore.OpenAsync"/>
    public async Task<FeatureRecording> OpenAsync(TenantId tenant, CancellationToken cancellationToken) =>
        new(await catalogue.GetAsync(tenant, cancellationToken), await suppressions.CheckAsync(cancellationToken));

    /// <inheritdoc cref="FeatureStore.RecordAsync(DatabaseSession, TenantId, FeatureRecording, IReadOnlyList{FeatureEvent})"/>
    public async Task<RecordedFeatures> RecordAsync(DatabaseSession session, TenantId tenant, FeatureRecording recording, IReadOnlyList<FeatureEvent> events)
    {
        CheckCount("events", events.Count);
        long newest = NewestEventAt;
        for (int i = 0; i < events.Count; i++)
            events[i].Check($"events[{i}]", newest);
        IReadOnlySet<string> erased = await recording.Erased.AmongAsync(session, tenant, [.. events.Select(happened => happened.Keys.GetValueOrDefault(FeatureView.Person)).OfType<string>()]);
        FeatureEvent[] counting = [.. events.Where(happened => !(happened.Keys.TryGetValue(FeatureView.Person, out string? person) && erased.Contains(person)))];
        if (counting.Length == 0)
            return new RecordedFeatures(new FeatureEventReport(0, 0, 0), 0, []);
        (FeatureEventReport report, long stored, IReadOnlyList<KeyValuePair<EntityKey, OnlineRow>> rows) =
            await FoldAsync(session, tenant, recording.Views, await CountingAsync(session, tenant, recording.Views), counting);
        return new RecordedFeatures(report, stored, rows);
    }

    /// <inheritdoc cref="FeatureStore.PublishAsync"/>
    public async Task PublishAsync(TenantId tenant, RecordedFeatures recorded)
    {
        await PublishAsync(tenant, recorded.Online);
        metrics.Written(recorded.Stored);
        metrics.Counted(recorded.Report);
    }

    /// <summary>Counts events into views, inside of a transaction; those that a view has counted before are left out.</summary>
    public async Task<(FeatureEventReport Report, long Stored, IReadOnlyList<KeyValuePair<EntityKey, OnlineRow>> Online)> FoldAsync(
        DatabaseSession session, TenantId tenant, TenantViews views, IReadOnlyList<RegisteredView> folded, IReadOnlyList<FeatureEvent> events)
    {
        Dictionary<int, HashSet<string>> seen = await SeenAsync(session, tenant, folded, events);
        FeatureChanges changes = await FeatureChanges.BeginAsync(
            session,
            tenant,
            views,
            order,
            folded.SelectMany(view => events
                .Where(happened => happened.Keys.ContainsKey(view.Definition.Entity) && view.Definition.Features.Any(feature => feature.State!.Event == happened.Type))
                .Select(happened => new EntityKey(view.Definition.Entity, happened.Keys[view.Definition.Entity]))));
        List<(int View, string Id)> counted = [];
        long countedEvents = 0;
        long repeated = 0;
        for (int i = 0; i < events.Count; i++)
        {
            FeatureEvent happened = events[i];
            bool isCounted = false;
            bool isRepeated = false;
            foreach (RegisteredView view in folded)
            {
                if (!happened.Keys.TryGetValue(view.Definition.Entity, out string? key) || view.Definition.Features.All(feature => feature.State!.Event != happened.Type))
                    continue;
                if (seen[view.Id].Contains(happened.Id))
                {
                    isRepeated = true;
                    continue;
                }
                long at = UnixMicros.From(happened.At);
                PackedBlock? current = changes.Current(view, key);
                if (FeatureFold.Apply(view.Layout, current is { } block ? block.Values.Span : default, at, happened, $"events[{i}]") is not { } next)
                    continue;
                changes.Fold(view, key, at, next);
                seen[view.Id].Add(happened.Id);
                counted.Add((view.Id, happened.Id));
                isCounted = true;
            }
            countedEvents += isCounted ? 1 : 0;
            repeated += isRepeated && !isCounted ? 1 : 0;
        }
        long now = UnixMicros.Now(clock);
        await session.BulkInsertAsync("feature_event", ["tenant", "view_id", "id", "seen_at"], counted, one => [tenant, one.View, one.Id, now]);
        (long stored, IReadOnlyList<KeyValuePair<EntityKey, OnlineRow>> online) = await changes.SaveAsync();
        return (new FeatureEventReport(countedEvents, repeated, events.Count - countedEvents - repeated), stored, online);
    }

    /// <summary>Gives what is written to the stores in front of the database. The database has it: a caller who goes away changes nothing about that.</summary>
    public Task PublishAsync(TenantId tenant, IReadOnlyList<KeyValuePair<EntityKey, OnlineRow>> rows) => online.PutAsync(tenant, rows, CancellationToken.None);

    public static void CheckCount(string field, int count)
    {
        if (count is < 1 or > MaxBatch)
            throw new InvalidValueException(field, count, $"1..{MaxBatch} of them", $"{field} must be 1 to {MaxBatch}; got {count}");
    }

    private static async Task<RegisteredView[]> CountingAsync(DatabaseSession session, TenantId tenant, TenantViews views)
    {
        // A view that is filled from the past gets these events from its source.
        IReadOnlyList<BackfillRow> backfills = await session.QueryAsync<BackfillRow>("select view_id, state from feature_backfill where tenant = @tenant", new { tenant });
        return [.. views.All.Where(view => view.Definition.IsFolded && views.KeepsOnline(view.Id) && Counts(view, backfills))];
    }

    private static bool Counts(RegisteredView view, IReadOnlyList<BackfillRow> backfills) =>
        !backfills.Any(row => row.ViewId == view.Id && row.State == "running")
        && (!view.Definition.AwaitsBackfill || backfills.Any(row => row.ViewId == view.Id));

    private static async Task<Dictionary<int, HashSet<string>>> SeenAsync(
        DatabaseSession session, TenantId tenant, IReadOnlyList<RegisteredView> views, IReadOnlyList<FeatureEvent> events)
    {
        Dictionary<int, HashSet<string>> seen = views.ToDictionary(view => view.Id, _ => new HashSet<string>(StringComparer.Ordinal));
        if (views.Count == 0)
            return seen;
        IReadOnlyList<SeenRow> rows = await session.QueryAsync<SeenRow>(
            "select view_id, id from feature_event where tenant = @tenant and view_id in @ids and id in @events",
            new { tenant, ids = views.Select(view => view.Id).ToArray(), events = events.Select(happened => happened.Id).Distinct(StringComparer.Ordinal).ToArray() });
        foreach (SeenRow row in rows)
            seen[row.ViewId].Add(row.Id);
        return seen;
    }

    private sealed record BackfillRow
    {
        public int ViewId { get; init; }

        public string State { get; init; } = "";
    }

    private sealed record SeenRow
    {
        public int ViewId { get; init; }

        public string Id { get; init; } = "";
    }
}
