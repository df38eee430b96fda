using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Counts what people did into the views of <see cref="ActivityViews"/>, in the order of time and in batches. A batch leaves the queue in the
/// transaction that counts it: what is interrupted goes on where it was, and nothing is counted twice.
/// </summary>
public sealed class ActivityCounting(IDatabase database, FeatureStore features, CatalogueStore catalogues)
{
    private const int Batch = 1_000;

    /// <summary>Counts until nothing waits.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="progress">Is told after each batch how many events were counted so far.</param>
    /// <param name="cancellationToken">Interrupts it between two batches.</param>
    /// <returns>How many events were counted.</returns>
    public async Task<long> CountAsync(TenantId tenant, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        long counted = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Catalogue catalogue = await catalogues.GetAsync(tenant, cancellationToken);
            FeatureRecording recording = await features.OpenAsync(tenant, cancellationToken);
            (int taken, RecordedFeatures? recorded) = await database.WriteAsync(session => TakeAsync(session, tenant, recording, catalogue), cancellationToken);
            if (recorded is not null)
                await features.PublishAsync(tenant, recorded);
            counted += taken;
            if (taken > 0)
                progress?.Report(counted);
            if (taken < Batch)
                return counted;
        }
    }

    /// <summary>How many events wait.</summary>
    public Task<long> WaitingAsync(TenantId tenant, CancellationToken cancellationToken = default) => database.ReadAsync(
        session => session.ScalarAsync<long>("select count(*) from streaming_uncounted where tenant = @tenant", new { tenant = tenant.Value }), cancellationToken);

    private async Task<(int Taken, RecordedFeatures? Recorded)> TakeAsync(DatabaseSession session, TenantId tenant, FeatureRecording recording, Catalogue catalogue)
    {
        IReadOnlyList<Row> rows = await session.QueryAsync<Row>(
            """
            delete from streaming_uncounted where tenant = @tenant and (at, id) in
                (select at, id from streaming_uncounted where tenant = @tenant order by at, id limit @limit)
            returning at, id, user_id, title_id, type, fields
            """,
            new { tenant = tenant.Value, limit = Batch });
        // A title that has left the catalogue since is counted as what it was, without what only the catalogue knows.
        FeatureEvent[] events = [.. rows.OrderBy(row => row.At).ThenBy(row => row.Id, StringComparer.Ordinal).Select(row => Event(row, catalogue.Find(row.TitleId)))];
        return (rows.Count, events.Length == 0 ? null : await features.RecordAsync(session, tenant, recording, events));
    }

    private static FeatureEvent Event(Row row, Title? title)
    {
        UncountedFields fields = JsonSerializer.Deserialize<UncountedFields>(row.Fields, PertoJson.Options)!;
        Dictionary<string, string> keys = new(StringComparer.Ordinal) { [ActivityViews.TitleEntity] = row.TitleId };
        if (row.Type is ActivityViews.ViewEvent or ActivityViews.ProgressEvent or ActivityViews.RatingEvent)
            keys[FeatureView.Person] = row.UserId;
        if (row.Type is ActivityViews.ViewEvent or ActivityViews.RatingEvent)
            keys[ActivityViews.ServiceEntity] = ActivityViews.ServiceKey;
        return new FeatureEvent { Id = row.Id, Type = row.Type, At = UnixMicros.ToMoment(row.At), Keys = keys, Values = Values(row, fields, title) };
    }

    private static Dictionary<string, FeatureValue> Values(Row row, UncountedFields fields, Title? title)
    {
        Dictionary<string, FeatureValue> values = new(StringComparer.Ordinal) { ["title"] = FeatureValue.Of(row.TitleId) };
        if (fields.TimeOfDay is { } time)
        {
            values["time_of_day"] = FeatureValue.Of(ActivityViews.Column(time));
            values[ActivityViews.Column(time)] = FeatureValue.Of(1.0);
        }
        if (fields.Device is { } device)
        {
            values["device"] = FeatureValue.Of(device);
            if (Enum.TryParse(device, ignoreCase: true, out DeviceKind kind) && Enum.IsDefined(kind))
                values[ActivityViews.Column(kind)] = FeatureValue.Of(1.0);
        }
        if (fields.Progress is { } progress)
        {
            values["progress"] = FeatureValue.Of(progress);
            if (((double?)fields.Seconds ?? progress * title?.DurationMinutes * 60) is { } seconds)
                values["seconds"] = FeatureValue.Of(seconds);
        }
        if (fields.Change is { } change)
        {
            values["change"] = FeatureValue.Of(change);
            if (fields.IsFirst)
                values["rated"] = FeatureValue.Of(1.0);
        }
        if (row.Type == ActivityViews.ViewEvent && title is not null)
        {
            values["genres"] = FeatureValue.Of([.. title.Genres]);
            if (title.DurationMinutes is { } minutes)
                values["minutes"] = FeatureValue.Of((double)minutes);
        }
        return values;
    }

    private sealed record Row
    {
        public long At { get; init; }

        public string Id { get; init; } = "";

        public string UserId { get; init; } = "";

        public string TitleId { get; init; } = "";

        public string Type { get; init; } = "";

        public string Fields { get; init; } = "";
    }
}
