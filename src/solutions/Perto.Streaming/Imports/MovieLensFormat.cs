using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// The layouts of MovieLens: <c>movies.csv</c>, <c>ratings.csv</c> and perhaps <c>tags.csv</c> (latest, 20M, 25M); the same as <c>.dat</c>
/// (1M, 10M); <c>u.item</c> and <c>u.data</c> (100K). What the releases know of people beside that (age, sex, zip code) is not read.
/// </summary>
public sealed class MovieLensFormat(CatalogueStore catalogues, ActivityQueue activity, TimeProvider clock) : IImportFormat
{
    private const string Movies = "movies";
    private const string Ratings = "ratings";

    /// <inheritdoc/>
    public string Kind => "movielens";

    /// <inheritdoc/>
    public bool Recognises(string path) => MovieLensLayout.All.Any(layout => layout.IsIn(path));

    /// <inheritdoc/>
    public IReadOnlyList<ImportFile> Files(string path) =>
        MovieLensLayout.All.FirstOrDefault(layout => layout.IsIn(path)) is { } layout
            ? [.. layout.Files(path)]
            : throw new InvalidValueException(
                "path",
                path,
                "a folder with movies.csv and ratings.csv, movies.dat and ratings.dat, or u.item and u.data",
                $"{path} has neither movies.csv and ratings.csv, nor movies.dat and ratings.dat, nor u.item and u.data");

    /// <inheritdoc/>
    public string? SubjectColumn(ImportFile file) => file.Content == Movies ? null : "userId";

    /// <inheritdoc/>
    public async Task WriteAsync(DatabaseSession session, TenantId tenant, ImportFile file, IReadOnlyList<ImportRow> rows)
    {
        switch (file.Content)
        {
            case Movies:
                await TitleWriter.WriteAsync(session, tenant, StreamingRows.Sound(rows, ReadTitle).Select(row => row.Read), UnixMicros.Now(clock));
                break;
            case Ratings:
                await StreamingRows.WriteRatingsAsync(session, tenant, await StreamingRows.KnownAsync(
                    session, tenant, StreamingRows.Sound(rows, ReadRating), rating => rating.Title, "movieId"), activity, UnixMicros.Now(clock));
                break;
            default:
                await StreamingRows.WriteTagsAsync(session, tenant, await StreamingRows.KnownAsync(
                    session, tenant, StreamingRows.Sound(rows, ReadTag), tag => tag.Title, "movieId"));
                break;
        }
    }

    /// <inheritdoc/>
    public Task FinishAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        catalogues.Invalidate(tenant);
        return activity.RequestAsync(tenant, cancellationToken);
    }

    private static ListedTitle? ReadTitle(ImportRow row)
    {
        string? id = row.RequiredText("movieId", EventRules.MaxIdLength);
        string? title = row.RequiredText("title", TitleRules.MaxNameLength);
        if (id is null || title is null)
            return null;
        (string name, int? year) = MovieLensTitle.Parse(title);
        DateOnly? released = row.OptionalDay("released", "dd-MMM-yyyy");
        return new ListedTitle(id, new CatalogueEntry { Name = name, Year = year ?? released?.Year, Released = released, Genres = Genres(row) });
    }

    // A name, or a flag for each there is.
    private static IReadOnlyList<string> Genres(ImportRow row) => row.List("genres", '|') is { Count: > 0 } named
        ? MovieLensTitle.Genres(named)
        : [.. MovieLensLayout.Flags.Skip(1).Where(genre => row.OptionalNumber(genre, 0, 1) == 1)];

    private Rating? ReadRating(ImportRow row)
    {
        string? user = row.RequiredText("userId", EventRules.MaxIdLength);
        string? title = row.RequiredText("movieId", EventRules.MaxIdLength);
        double? rating = row.RequiredNumber("rating", EventRules.LowestRating, EventRules.HighestRating);
        long? at = row.RequiredMoment("timestamp", clock.GetUtcNow());
        return user is null || title is null || rating is null || at is null ? null : new Rating(user, title, rating.Value, at.Value);
    }

    private StreamingRows.TagRow? ReadTag(ImportRow row)
    {
        string? user = row.RequiredText("userId", EventRules.MaxIdLength);
        string? title = row.RequiredText("movieId", EventRules.MaxIdLength);
        string? tag = row.RequiredText("tag", 1_000);
        long? at = row.RequiredMoment("timestamp", clock.GetUtcNow());
        return user is null || title is null || tag is null || at is null ? null : new StreamingRows.TagRow(user, title, tag, at.Value);
    }
}
