using Perto.Platform;
using Perto.Vectors;

namespace Perto.Streaming;

/// <summary>
/// Keeps the collection of the titles' content vectors as the catalogue is. It hangs on no model, so it is there before the first training and has the titles that
/// came since.
/// </summary>
public sealed class ContentVectors(IDatabase database, CatalogueStore catalogues, DerivedCollections collections, TimeProvider clock)
{
    /// <summary>Alias of the collection.</summary>
    public const string CollectionAlias = "streaming-content";

    /// <summary>The vector of a title.</summary>
    internal const string VectorName = "content";

    private const int Batch = 500;

    /// <summary>Brings the collection up to date, if titles have changed; returns how many were written.</summary>
    public async Task<int> RefreshAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var of = new { tenant = tenant.Value };
        Stamp titles = (await database.ReadAsync(
            session => session.FirstOrDefaultAsync<Stamp>(
                "select count(*) as titles, coalesce(max(updated_at), 0) as updated_at from streaming_title where tenant = @tenant", of),
            cancellationToken))!;
        Stamp? kept = await database.ReadAsync(
            session => session.FirstOrDefaultAsync<Stamp>(
                "select titles, updated_at, version from streaming_content where tenant = @tenant", of),
            cancellationToken);
        if (titles.Titles == 0 || kept == titles)
            return 0;

        // The snapshot may be some seconds old; what is written down as done must be done.
        catalogues.Invalidate(tenant);
        Catalogue catalogue = await catalogues.GetAsync(tenant, cancellationToken);
        bool onlyGrew = kept is not null && kept.Version == ContentVector.Version && kept.Titles <= titles.Titles;
        List<Title> changed = onlyGrew ? await ChangedAsync(tenant, catalogue, kept!.UpdatedAt, cancellationToken) : [.. catalogue.Titles];
        if (onlyGrew)
        {
            foreach (Title[] batch in changed.Chunk(Batch))
                await collections.UpsertAsync(tenant, CollectionAlias, [.. Records(batch)], cancellationToken);
        }
        else
        {
            await collections.PublishAsync(tenant, CollectionAlias, ContentVector.Version, Declare, Records(changed).ToAsyncEnumerable(), cancellationToken);
        }
        await database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into streaming_content (tenant, titles, updated_at, version, refreshed_at) values (@tenant, @Titles, @UpdatedAt, @Version, @now)
                on conflict (tenant) do update set
                    titles = excluded.titles, updated_at = excluded.updated_at, version = excluded.version, refreshed_at = excluded.refreshed_at
                """,
                new { tenant = tenant.Value, titles.Titles, titles.UpdatedAt, titles.Version, now = UnixMicros.Now(clock) }),
            cancellationToken);
        return changed.Count;
    }

    private async Task<List<Title>> ChangedAsync(TenantId tenant, Catalogue catalogue, long since, CancellationToken cancellationToken)
    {
        // At the moment of the latest change others may have been written after the look: those of that moment are written again, once.
        IReadOnlyList<string> ids = await database.ReadAsync(
            session => session.QueryAsync<string>(
                "select id from streaming_title where tenant = @tenant and updated_at >= @since order by id", new { tenant = tenant.Value, since }),
            cancellationToken);
        return [.. ids.Select(catalogue.Find).OfType<Title>()];
    }

    private static void Declare(CollectionSchemaBuilder schema) => schema
        .Dense(VectorName, ContentVector.Dimension, Metric.Cosine, ShelfSearch.Index)
        .Keywords("genres")
        .Integer("year")
        .Keywords(AvailableHere.CountriesField)
        .Keywords(AvailableHere.TiersField)
        .Integer(FitForProfile.MaturityField);

    // Words are embedded in the process: as fast as there are processors.
    private static ParallelQuery<VectorRecord> Records(IEnumerable<Title> titles) => titles.AsParallel().AsOrdered().Select(Record);

    private static VectorRecord Record(Title title)
    {
        var record = new VectorRecord(title.Id)
        {
            Vectors = { [VectorName] = ContentVector.Of(title) },
            Payload = { ["genres"] = title.Genres.ToArray() },
        };
        if (title.Year is { } year)
            record.Payload["year"] = year;
        AvailableHere.Describe(record, title);
        FitForProfile.Describe(record, title);
        return record;
    }

    /// <summary>Moves whenever a title is written, or the vectors mean something else.</summary>
    private sealed record Stamp
    {
        public long Titles { get; init; }

        public long UpdatedAt { get; init; }

        public string Version { get; init; } = ContentVector.Version;
    }
}
