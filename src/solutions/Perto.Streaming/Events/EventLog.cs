using System.Security.Cryptography;
using System.Text;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Takes events: checks them, makes them durable, and moves what is trending.</summary>
public sealed class EventLog(
    IDatabase database, CatalogueStore catalogues, Suppressions suppressions, IdGenerator ids, ActivityQueue activity, StreamingMetrics metrics, TimeProvider clock)
{
    /// <summary>Returns when all events are durable.</summary>
    /// <exception cref="InvalidValueException">An event breaks a rule; none was written.</exception>
    /// <exception cref="ConflictException">An event is about somebody who was erased (<c>person_erased</c>); none was written.</exception>
    public Task<EventReceipt> RecordAsync(TenantId tenant, IReadOnlyList<StreamingEvent> events, CancellationToken cancellationToken) =>
        RecordAsync(tenant, events, key: null, cancellationToken);

    /// <summary>As above; a batch that is sent again under the same <paramref name="key"/> changes nothing.</summary>
    /// <exception cref="InvalidValueException">An event breaks a rule; none was written.</exception>
    /// <exception cref="ConflictException">An event is about somebody who was erased (<c>person_erased</c>); none was written.</exception>
    public async Task<EventReceipt> RecordAsync(
        TenantId tenant, IReadOnlyList<StreamingEvent> events, string? key, CancellationToken cancellationToken)
    {
        Catalogue catalogue = await catalogues.GetAsync(tenant, cancellationToken);
        DateTimeOffset now = clock.GetUtcNow();
        EventRules.Check(events, catalogue, now);

        List<View> views = [.. events.Where(entry => entry.Type == EventType.View).Select(entry => ToView(entry, now))];
        List<Rating> ratings = [.. events.Where(entry => entry.Type == EventType.Rating)
            .Select(entry => new Rating(entry.User, entry.Title, entry.Rating!.Value, Micros(entry, now)))];
        Exposure[] exposures = [.. events
            .Where(entry => entry.Type is EventType.Impression or EventType.Click)
            .Select((entry, index) => ToExposure(key is null ? ids.NewId() : Id(key, index), entry, now))];
        string[] active = [.. views.Select(view => view.User).Concat(ratings.Select(rating => rating.User)).Distinct(StringComparer.Ordinal)];
        string[] people = [.. events.Select(entry => entry.User)];
        // A moment is written by the clock of the place where it happened.
        Dictionary<(string User, long At), TimeOfDay> times = [];
        foreach (StreamingEvent entry in events)
            times[(entry.User, Micros(entry, now))] = TimesOfDay.Of(entry.At ?? now);
        SuppressionCheck suppressed = await suppressions.CheckAsync(cancellationToken);
        ActivityChanges? changes = null;
        await database.WriteAsync(
            async session =>
            {
                await suppressed.RequireAsync(session, tenant, people, index => $"events[{index}].user");
                changes = await ActivityChanges.ReadAsync(session, tenant, views, ratings);
                await ActivityWriter.WriteViewsAsync(session, tenant, views);
                await ActivityWriter.WriteRatingsAsync(session, tenant, ratings);
                await ActivityWriter.WriteExposuresAsync(session, tenant, exposures);
                if (active.Length > 0)
                    await ActivityWriter.TouchPeopleAsync(session, tenant, active, UnixMicros.From(now));
                await activity.AddAsync(session, tenant, changes, exposures.Select(UncountedEvent.Of), view => times[(view.User, view.StartedAt)]);
                return true;
            },
            cancellationToken);

        foreach (StreamingEvent entry in events)
        {
            metrics.Event(entry.Type);
            if (entry.Type == EventType.Rating)
                catalogue.Trending.Count(catalogue.Find(entry.Title)!.Ordinal, Micros(entry, now));
        }

        // A player that reports its progress every minute is one watching.
        foreach (View view in changes!.Begun)
            catalogue.Trending.Count(catalogue.Find(view.Title)!.Ordinal, view.StartedAt);

        return new EventReceipt(events.Count);
    }

    private static Exposure ToExposure(string id, StreamingEvent entry, DateTimeOffset now) => new()
    {
        Id = id,
        User = entry.User,
        Title = entry.Title,
        IsClick = entry.Type == EventType.Click,
        At = Micros(entry, now),
        Row = entry.Row,
        Rank = entry.Rank,
        Request = entry.Request,
        Profile = entry.Profile,
        Device = Name(entry.Device),
    };

    // The server keeps answers under their keys too, but only after the work: one that dies between the two is asked again.
    private static string Id(string key, int index) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{index} {key}")), 0, 16);

    private static View ToView(StreamingEvent entry, DateTimeOffset now) => new(
        entry.User,
        entry.Title,
        entry.Profile ?? "",
        Micros(entry, now),
        entry.Progress!.Value,
        entry.Seconds,
        Name(entry.Device))
    {
        Request = entry.Request,
    };

    private static string? Name(DeviceKind? device) => device?.ToString().ToLowerInvariant();

    private static long Micros(StreamingEvent entry, DateTimeOffset now) => UnixMicros.From(entry.At ?? now);
}
