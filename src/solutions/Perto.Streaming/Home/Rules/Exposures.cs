using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Reads what was shown to people and not opened. Kept for a few minutes as long as the person does nothing, so that a person who moves around costs one reading.
/// </summary>
public sealed class Exposures : IDisposable
{
    // Counted in titles: some 40 bytes each.
    private const int CachedTitles = 1_000_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly IDatabase _database;
    private readonly FatigueSettings _settings;
    private readonly MemoryCache _weary = new(new MemoryCacheOptions { SizeLimit = CachedTitles });

    /// <summary>Exposures in <paramref name="database"/>.</summary>
    public Exposures(IDatabase database, IOptions<StreamingSettings> settings)
    {
        _database = database;
        _settings = settings.Value.Fatigue;
    }

    /// <inheritdoc/>
    public void Dispose() => _weary.Dispose();

    /// <summary>What a person is tired of at a moment.</summary>
    public async ValueTask<WearyTitles> WearyAsync(HomeContext context, CancellationToken cancellationToken)
    {
        if (_settings.Days == 0)
            return WearyTitles.None;
        (TenantId, string) key = (context.Tenant, context.Person.Id);
        if (_weary.TryGetValue(key, out Known? known)
            && known!.Revision == context.Person.Revision && ReferenceEquals(known.Catalogue, context.Catalogue) && context.At - known.At < Kept)
        {
            return known.Titles;
        }
        WearyTitles titles = await ReadAsync(context, cancellationToken);
        _weary.Set(
            key,
            new Known(context.Person.Revision, context.Catalogue, context.At, titles),
            new MemoryCacheEntryOptions { Size = titles.Count + 1, AbsoluteExpirationRelativeToNow = Kept });
        return titles;
    }

    /// <summary>Whether something of a person is in memory.</summary>
    internal bool IsCached(TenantId tenant, string user) => _weary.TryGetValue((tenant, user), out _);

    /// <summary>Takes what is known of a person out of memory.</summary>
    internal void Forget(TenantId tenant, string user) => _weary.Remove((tenant, user));

    private async Task<WearyTitles> ReadAsync(HomeContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<Shown> rows = await _database.ReadStaleAsync(
            session => session.QueryAsync<Shown>(
                """
                select title_id, count(*) as showings from streaming_exposure
                where tenant = @tenant and user_id = @user and at >= @since
                group by title_id
                having count(*) >= @least and sum(case when kind = 'click' then 1 else 0 end) = 0
                """,
                new
                {
                    tenant = context.Tenant.Value,
                    user = context.Person.Id,
                    since = UnixMicros.From(context.At.AddDays(-_settings.Days)),
                    least = Math.Min(_settings.LowerFrom, _settings.DropFrom),
                }),
            cancellationToken);
        var showings = new Dictionary<int, int>(rows.Count);
        foreach (Shown row in rows)
        {
            if (context.Catalogue.Find(row.TitleId) is { } title && context.Person.History.Find(title) is not { IsInProgress: true })
                showings[title.Ordinal] = (int)row.Showings;
        }
        return showings.Count == 0 ? WearyTitles.None : new WearyTitles(showings, _settings.DropFrom);
    }

    private sealed record Known(long Revision, Catalogue Catalogue, DateTimeOffset At, WearyTitles Titles);

    private sealed record Shown
    {
        public string TitleId { get; init; } = "";

        public long Showings { get; init; }
    }
}
