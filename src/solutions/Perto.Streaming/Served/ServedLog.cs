using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Writes down served pages in groups, so that no page waits for it. Best effort: pages beyond
/// <see cref="ServedSettings.PagesPerSecond"/>, those that find the queue full and those whose writing fails are counted and lost. A process
/// that stops writes what it took; one that is killed loses about the last tenth of a second.
/// </summary>
public sealed class ServedLog : IAsyncDisposable
{
    private const int Most = 1_000;
    private const int Group = 50;

    private static readonly string[] Columns = ["tenant", "id", "user_id", "profile", "at", "device", "model", "experiments", "page"];

    private readonly IDatabase _database;
    private readonly Suppressions _suppressions;
    private readonly StreamingMetrics _metrics;
    private readonly ServedSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<ServedLog> _logger;
    private readonly WriteBehind<(TenantId Tenant, ServedPage Page)> _pages;
    private readonly ConcurrentDictionary<TenantId, PageRate> _rates = new();

    /// <summary>A log into <paramref name="database"/>.</summary>
    public ServedLog(
        IDatabase database, Suppressions suppressions, StreamingMetrics metrics, IOptions<ServedSettings> settings, TimeProvider clock, ILogger<ServedLog> logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _database = database;
        _suppressions = suppressions;
        _metrics = metrics;
        _settings = settings.Value;
        _clock = clock;
        _logger = logger;
        _pages = new WriteBehind<(TenantId, ServedPage)>(Most, Group, WriteAsync, Done);
    }

    /// <summary>Takes a page, unless too many come; never waits and never throws.</summary>
    public void Add(TenantId tenant, Func<ServedPage> page)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (_settings.PagesPerSecond == 0)
            return;
        if (!_rates.GetOrAdd(tenant, static _ => new PageRate()).Takes(_clock, _settings.PagesPerSecond) || !_pages.TryAdd((tenant, page())))
            _metrics.ServedPage("left_out", 1);
    }

    /// <summary>Returns when all that was taken before is written, or lost.</summary>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _pages.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _pages.DisposeAsync();

    private async Task WriteAsync(IReadOnlyList<(TenantId Tenant, ServedPage Page)> group)
    {
        List<(TenantId Tenant, ServedPage Page, byte[] Bytes)> made = [.. group.Select(one => (one.Tenant, one.Page, ServedPageFile.Write(one.Page.Titles, one.Page.Features)))];
        SuppressionCheck suppressed = await _suppressions.CheckAsync();
        await _database.WriteAsync(
            async session =>
            {
                foreach (IGrouping<TenantId, (TenantId Tenant, ServedPage Page, byte[] Bytes)> of in made.GroupBy(one => one.Tenant))
                {
                    // A page may have been made just before its person was erased.
                    IReadOnlySet<string> erased = await suppressed.AmongAsync(session, of.Key, [.. of.Select(one => one.Page.User)]);
                    await session.BulkInsertAsync(
                        "streaming_served",
                        Columns,
                        [.. of.Where(one => !erased.Contains(one.Page.User))],
                        one =>
                        [
                            one.Tenant.Value, one.Page.Id, one.Page.User, one.Page.Profile, UnixMicros.From(one.Page.At),
                            one.Page.Device?.ToString().ToLowerInvariant(), one.Page.Model,
                            one.Page.Experiments.Count == 0 ? null : JsonSerializer.Serialize(one.Page.Experiments, PertoJson.Options), one.Bytes,
                        ],
                        "on conflict (tenant, id) do nothing");
                }
                return true;
            });
    }

    private void Done(int pages, Exception? failure)
    {
        _metrics.ServedPage(failure is null ? "written" : "lost", pages);
        if (failure is not null)
            _logger.ServedNotWritten(pages, failure);
    }

    /// <summary>Counts the pages of the present second.</summary>
    private sealed class PageRate
    {
        private long _second;
        private int _taken;

        public bool Takes(TimeProvider clock, int perSecond)
        {
            long now = clock.GetTimestamp() / clock.TimestampFrequency;
            // Two threads at the turn of a second may both set it to none: a page more or less does not matter.
            if (Interlocked.Exchange(ref _second, now) != now)
                Volatile.Write(ref _taken, 0);
            return Interlocked.Increment(ref _taken) <= perSecond;
        }
    }
}
