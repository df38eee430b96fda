namespace Perto.Platform;

/// <summary>
/// Fills a new view from the past, by the definition that counts events online. The position of the source is written with the values that it led
/// to: what was interrupted goes on where it was, and what is sent again changes nothing.
/// </summary>
internal sealed class FeatureBackfills(
    IDatabase database, FeatureCatalogue catalogue, FeatureWriter writer, Suppressions suppressions, FeatureMetrics metrics, TimeProvider clock)
{
    private const string Columns = "source, position, events, counted, state, began_at, updated_at, last_at";

    /// <inheritdoc cref="FeatureStore.BackfillAsync(TenantId, string, IFeatureEventSource, IProgress{BackfillStatus}?, CancellationToken)"/>
    public async Task<BackfillStatus> RunAsync(
        TenantId tenant, string view, IFeatureEventSource source, IProgress<BackfillStatus>? progress, CancellationToken cancellationToken)
    {
        BackfillStatus status = await StatusAsync(tenant, view, source.Name, cancellationToken);
        // What is the latest version may change on the way.
        string exact = $"{status.View}@{status.Version}";
        await foreach (PositionedEvent[] some in source.ReadAsync(tenant, status.Position, cancellationToken).Chunk(FeatureWriter.MaxBatch).WithCancellation(cancellationToken))
        {
            var chunk = new BackfillChunk
            {
                Source = source.Name,
                After = status.Position,
                Position = some[^1].Position,
                Events = [.. some.Select(one => one.Event)],
            };
            status = await ApplyAsync(tenant, exact, chunk, cancellationToken);
            progress?.Report(status);
        }
        var end = new BackfillChunk { Source = source.Name, After = status.Position, Position = status.Position ?? "", Events = [], Last = true };
        status = await ApplyAsync(tenant, exact, end, cancellationToken);
        progress?.Report(status);
        return status;
    }

    /// <inheritdoc cref="FeatureStore.BackfillAsync(TenantId, string, BackfillChunk, CancellationToken)"/>
    public async Task<BackfillStatus> ApplyAsync(TenantId tenant, string view, BackfillChunk chunk, CancellationToken cancellationToken)
    {
        RegisteredView registered = await FindAsync(tenant, view, cancellationToken);
        Check(chunk);
        TenantViews views = await catalogue.GetAsync(tenant, cancellationToken);
        SuppressionCheck check = await suppressions.CheckAsync(cancellationToken);
        (Row row, long stored, IReadOnlyList<KeyValuePair<EntityKey, OnlineRow>> online) = await database.WriteAsync(
            async session =>
            {
                Row before = await ReadAsync(session, tenant, registered, chunk.Source) ?? await BeginAsync(session, tenant, registered, chunk.Source);
                if (before.Position == chunk.Position && before.Position != (chunk.After ?? "") && chunk.Events.Count > 0)
                    return (before, 0L, []);
                if (before.Position != (chunk.After ?? ""))
                    throw new ConflictException("backfill_position", $"{registered.Name} is filled from '{chunk.Source}' up to position '{before.Position}', and these events come after '{chunk.After}'. Go on behind '{before.Position}'");
                long first = chunk.Events.Count > 0 ? UnixMicros.From(chunk.Events[0].At) : long.MaxValue;
                if (before.State == "running" && first < before.LastAt)
                    throw OutOfOrder("events[0].at", chunk.Events[0].At);
                // What is known of people who were erased is left out.
                IReadOnlySet<string> erased = await check.AmongAsync(session, tenant, [.. chunk.Events.Select(happened => happened.Keys.GetValueOrDefault(FeatureView.Person)).OfType<string>()]);
                FeatureEvent[] events = [.. chunk.Events.Where(happened => !(happened.Keys.TryGetValue(FeatureView.Person, out string? person) && erased.Contains(person)))];
                var folded = await writer.FoldAsync(session, tenant, views, [registered], events);
                Row after = before with
                {
                    Position = chunk.Position,
                    Events = before.Events + chunk.Events.Count,
                    Counted = before.Counted + folded.Report.Counted,
                    State = chunk.Last ? "done" : before.State,
                    UpdatedAt = UnixMicros.Now(clock),
                    LastAt = Math.Max(before.LastAt, chunk.Events.Count > 0 ? UnixMicros.From(chunk.Events[^1].At) : long.MinValue),
                };
                await session.ExecuteAsync(
                    """
                    update feature_backfill set position = @Position, events = @Events, counted = @Counted, state = @State, updated_at = @UpdatedAt, last_at = @LastAt
                    where tenant = @tenant and view_id = @Id and source = @Source
                    """,
                    new { tenant, registered.Id, after.Source, after.Position, after.Events, after.Counted, after.State, after.UpdatedAt, after.LastAt });
                return (after, folded.Stored, folded.Online);
            },
            cancellationToken);
        await writer.PublishAsync(tenant, online);
        metrics.Written(stored);
        return Status(registered, row);
    }

    /// <inheritdoc cref="FeatureStore.BackfillStatusAsync"/>
    public async Task<BackfillStatus> StatusAsync(TenantId tenant, string view, string source, CancellationToken cancellationToken)
    {
        RegisteredView registered = await FindAsync(tenant, view, cancellationToken);
        CheckText("source", source, empty: false);
        Row? row = await database.ReadAsync(session => ReadAsync(session, tenant, registered, source), cancellationToken);
        return row is not null
            ? Status(registered, row)
            : new BackfillStatus { View = registered.Name, Version = registered.Definition.Version, Source = source, State = BackfillState.NotBegun, Events = 0, Counted = 0 };
    }

    private async Task<RegisteredView> FindAsync(TenantId tenant, string view, CancellationToken cancellationToken)
    {
        RegisteredView registered = await catalogue.FindAsync(tenant, view, cancellationToken);
        return registered.Definition.IsFolded
            ? registered
            : throw new ConflictException("view_is_written", $"The values of {registered.Name} are written and not made from events: write those of the past, each with its event time");
    }

    private void Check(BackfillChunk chunk)
    {
        CheckText("source", chunk.Source, empty: false);
        CheckText("position", chunk.Position, empty: chunk.Events.Count == 0);
        CheckText("after", chunk.After ?? "", empty: true);
        if (chunk.Events.Count > FeatureWriter.MaxBatch)
            throw new InvalidValueException("events", chunk.Events.Count, $"at most {FeatureWriter.MaxBatch}", $"events must be at most {FeatureWriter.MaxBatch}; got {chunk.Events.Count}");
        if (chunk.Events.Count == 0 && (chunk.After ?? "") != chunk.Position)
            throw new InvalidValueException("position", chunk.Position, "as after", "position must be as after where there are no events");
        if (chunk.Events.Count > 0 && chunk.After == chunk.Position)
            throw new InvalidValueException("position", chunk.Position, "another than after", "position must be another than after where there are events");
        long newest = writer.NewestEventAt;
        for (int i = 0; i < chunk.Events.Count; i++)
        {
            chunk.Events[i].Check($"events[{i}]", newest);
            if (i > 0 && chunk.Events[i].At < chunk.Events[i - 1].At)
                throw OutOfOrder($"events[{i}].at", chunk.Events[i].At);
        }
    }

    private static InvalidValueException OutOfOrder(string field, DateTimeOffset at) =>
        new(field, at, "not before the event before", $"{field} is before the event before it: a backfill takes events in the order of their times");

    private static void CheckText(string field, string? text, bool empty)
    {
        if (text is null || text.Length > BackfillChunk.MaxPosition || (text.Length == 0 && !empty) || !FeatureNames.IsWellFormed(text))
            throw new InvalidValueException(field, text, $"1..{BackfillChunk.MaxPosition} characters", $"{field} must be 1 to {BackfillChunk.MaxPosition} characters");
    }

    private async Task<Row> BeginAsync(DatabaseSession session, TenantId tenant, RegisteredView view, string source)
    {
        if (await session.FirstOrDefaultAsync<int>("select 1 from feature_history where tenant = @tenant and view_id = @Id limit 1", new { tenant, view.Id }) == 1)
        {
            throw new ConflictException(
                "view_has_values", $"{view.Name} version {view.Definition.Version} has values already, which the past cannot be put before. Declare the next version and fill that");
        }
        long now = UnixMicros.Now(clock);
        var row = new Row { Source = source, State = "running", BeganAt = now, UpdatedAt = now, LastAt = long.MinValue };
        await session.ExecuteAsync(
            $"insert into feature_backfill (tenant, view_id, {Columns}) values (@tenant, @Id, @Source, @Position, 0, 0, @State, @BeganAt, @UpdatedAt, @LastAt)",
            new { tenant, view.Id, row.Source, row.Position, row.State, row.BeganAt, row.UpdatedAt, row.LastAt });
        return row;
    }

    private static Task<Row?> ReadAsync(DatabaseSession session, TenantId tenant, RegisteredView view, string source) =>
        session.FirstOrDefaultAsync<Row>(
            $"select {Columns} from feature_backfill where tenant = @tenant and view_id = @Id and source = @source", new { tenant, view.Id, source });

    private static BackfillStatus Status(RegisteredView view, Row row) => new()
    {
        View = view.Name,
        Version = view.Definition.Version,
        Source = row.Source,
        State = row.State == "done" ? BackfillState.Done : BackfillState.Running,
        Position = row.Position.Length == 0 ? null : row.Position,
        Events = row.Events,
        Counted = row.Counted,
        BeganAt = UnixMicros.ToMoment(row.BeganAt),
        UpdatedAt = UnixMicros.ToMoment(row.UpdatedAt),
    };

    private sealed record Row
    {
        public string Source { get; init; } = "";

        public string Position { get; init; } = "";

        public long Events { get; init; }

        public long Counted { get; init; }

        public string State { get; init; } = "";

        public long BeganAt { get; init; }

        public long UpdatedAt { get; init; }

        public long LastAt { get; init; }
    }
}
