using System.Security.Cryptography;
using System.Text;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Takes events: checks them, makes them durable, and moves what is trending.</summary>
public sealed class EventLog(
    IDatabase database, CatalogueStore catalogues, Suppressions suppressions, IdGenerator ids, StreamingMetrics metrics, TimeProvider clock)
{
    private static readonly string[] ExposureColumns = ["tenant", "id", "user_id", "title_id", "kind", "row_name", "position", "at"];

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
        List<(string Id, StreamingEvent Event)> exposures = [.. events
            .Where(entry => entry.Type is EventType.Impression or EventType.Click)
            .Select((entry, index) => (key is null ? ids.NewId() : Id(key, index), entry))];
        string[] active = [.. views.Select(view => view.User).Concat(ratings.Select(rating => rating.User)).Distinct(StringComparer.Ordinal)];
        string[] people = [.. events.Select(entry => entry.User)];
        SuppressionCheck suppressed = await suppressions.CheckAsync(cancellationToken);
        IReadOnlyList<View> begun = [];
        await database.WriteAsync(
            async session =>
            {
                await suppressed.RequireAsync(session, tenant, people, index => $"events[{index}].user");
                begun = await ActivityWriter.NewViewsAsync(session, tenant, views);
                await ActivityWriter.WriteViewsAsync(session, tenant, views);
                await ActivityWriter.WriteRatingsAsync(session, tenant, ratings);
                await WriteExposuresAsync(session, tenant, exposures, now);
                if (active.Length > 0)
                    await ActivityWriter.TouchPeopleAsync(session, tenant, active, UnixMicros.From(now));
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
        foreach (View view in begun)
            catalogue.Trending.Count(catalogue.Find(view.Title)!.Ordinal, view.StartedAt);

        return new EventReceipt(events.Count);
    }

    private static Task WriteExposuresAsync(
        DatabaseSession session, TenantId tenant, List<(string Id, StreamingEvent Event)> exposures, DateTimeOffset now) =>
        session.BulkInsertAsync(
            "streaming_exposure",
            ExposureColumns,
            exposures,
            exposure =>
            [
                tenant.Value,
                exposure.Id,
                exposure.Event.User,
                exposure.Event.Title,
                exposure.Event.Type == EventType.Click ? "click" : "impression",
                exposure.Event.Row,
                exposure.Event.Rank,
                Micros(exposure.Event, now),
            ],
            "on conflict (tenant, id) do nothing");

    // The server keeps answers under their keys too, but only after the work: one that dies between the two is asked again.
    private static string Id(string key, int index) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{index} {key}")), 0, 16);

    private static View ToView(StreamingEvent entry, DateTimeOffset now) => new(
        entry.User,
        entry.Title,
        entry.Profile ?? "",
        Micros(entry, now),
        entry.Progress!.Value,
        entry.Seconds,
        entry.Device?.ToString().ToLowerInvariant());

    private static long Micros(StreamingEvent entry, DateTimeOffset now) => UnixMicros.From(entry.At ?? now);
}
