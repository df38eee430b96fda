namespace Perto.Platform;

/// <summary>Looks at the history of views: how old the newest values are, and how they differ from those before.</summary>
public sealed class FeatureMonitor
{
    /// <summary>Hours of a window where nothing is said: a week.</summary>
    public const int DefaultWindowHours = 168;

    /// <summary>Longest window, in hours: a year.</summary>
    public const int MaxWindowHours = 366 * 24;

    private const int SampleRows = 5_000;

    private readonly IDatabase _database;
    private readonly FeatureCatalogue _catalogue;
    private readonly TimeProvider _clock;

    internal FeatureMonitor(IDatabase database, FeatureCatalogue catalogue, TimeProvider clock)
    {
        _database = database;
        _catalogue = catalogue;
        _clock = clock;
    }

    /// <summary>Checks a view.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="view">The view.</param>
    /// <param name="windowHours">1 to 8,784; null: a week.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">There is no such view.</exception>
    /// <exception cref="InvalidValueException">The window is out of range.</exception>
    public async Task<FeatureHealth> CheckAsync(TenantId tenant, string view, int? windowHours = null, CancellationToken cancellationToken = default)
    {
        int hours = windowHours ?? DefaultWindowHours;
        if (hours is < 1 or > MaxWindowHours)
            throw InvalidValueException.OutOfRange("window_hours", hours, 1, MaxWindowHours);
        RegisteredView registered = await _catalogue.FindAsync(tenant, view, cancellationToken);
        long now = UnixMicros.Now(_clock);
        long window = hours * 3_600_000_000L;
        long? newest = await _database.ReadStaleAsync(
            session => session.ScalarAsync<long?>(
                "select event_at from feature_history where tenant = @tenant and view_id = @Id order by event_at desc limit 1", new { tenant, registered.Id }),
            cancellationToken);
        Window current = await SampleAsync(tenant, registered, now - window, long.MaxValue, cancellationToken);
        Window reference = await SampleAsync(tenant, registered, now - (2 * window), now - window, cancellationToken);
        double? age = newest is null ? null : Math.Max(0, (now - newest.Value) / 1e6);
        long? limit = registered.Definition.ExpectedSeconds ?? registered.Definition.TtlSeconds;
        return new FeatureHealth
        {
            View = registered.Name,
            Version = registered.Definition.Version,
            NewestAt = newest is null ? null : UnixMicros.ToMoment(newest.Value),
            AgeSeconds = age,
            LimitSeconds = limit,
            Fresh = limit is null ? null : age <= limit,
            WindowHours = hours,
            CurrentRows = current.Rows,
            ReferenceRows = reference.Rows,
            Sampled = current.IsSampled || reference.IsSampled,
            Features = [.. registered.Layout.Features.Select((feature, i) => current.Features[i].Against(reference.Features[i], feature.Name))],
        };
    }

    private async Task<Window> SampleAsync(TenantId tenant, RegisteredView view, long from, long to, CancellationToken cancellationToken)
    {
        (long rows, IReadOnlyList<FeatureHistoryRow> sample) = await _database.ReadStaleAsync(
            async session =>
            {
                long count = await session.ScalarAsync<long>(
                    "select count(*) from feature_history where tenant = @tenant and view_id = @Id and event_at >= @from and event_at < @to", new { tenant, view.Id, from, to });
                // The digest is a hash of the values: a part of them is as good as drawn by chance, and the same each time.
                long step = Math.Max(1, count / SampleRows);
                return (count, await session.QueryAsync<FeatureHistoryRow>(
                    """
                    select entity_key, event_at, write_order, packed from feature_history
                    where tenant = @tenant and view_id = @Id and event_at >= @from and event_at < @to and digest % @step = 0 limit @most
                    """,
                    new { tenant, view.Id, from, to, step, most = 2 * SampleRows }));
            },
            cancellationToken);
        var window = new Window(rows, rows > sample.Count, [.. view.Layout.Features.Select(_ => new DriftSample())]);
        foreach (FeatureHistoryRow row in sample)
        {
            var reading = new FeatureReading(view.Layout, FeatureStatus.Present, row.EventAt, row.EventAt, row.Packed);
            for (int i = 0; i < window.Features.Length; i++)
                window.Features[i].Add(reading, i);
        }
        return window;
    }

    private sealed record Window(long Rows, bool IsSampled, DriftSample[] Features);
}
