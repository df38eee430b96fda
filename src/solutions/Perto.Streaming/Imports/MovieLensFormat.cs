using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// The MovieLens layout (latest-small, 20M and newer): <c>movies.csv</c>, <c>ratings.csv</c> and, if there, <c>tags.csv</c>.
/// </summary>
public sealed class MovieLensFormat(CatalogueStore catalogues, TimeProvider clock) : IImportFormat
{
    private const string Movies = "movies";
    private const string Ratings = "ratings";
    private const string Tags = "tags";

    private static readonly Dictionary<string, string[]> Columns = new(StringComparer.Ordinal)
    {
        [Movies] = ["movieId", "title", "genres"],
        [Ratings] = ["userId", "movieId", "rating", "timestamp"],
        [Tags] = ["userId", "movieId", "tag", "timestamp"],
    };

    /// <inheritdoc/>
    public string Kind => "movielens";

    /// <inheritdoc/>
    public bool Recognises(string path) =>
        File.Exists(Path.Combine(path, "movies.csv")) && File.Exists(Path.Combine(path, "ratings.csv"));

    /// <inheritdoc/>
    public IReadOnlyList<ImportFile> Files(string path)
    {
        foreach (string needed in (string[])[Movies, Ratings])
        {
            if (!File.Exists(Path.Combine(path, needed + ".csv")))
                throw new InvalidValueException("path", path, "a folder with movies.csv and ratings.csv", $"{path} has no {needed}.csv");
        }

        return [.. Columns
            .Select(content => new ImportFile(Path.Combine(path, content.Key + ".csv"), content.Key, ImportFileFormat.Csv, content.Value))
            .Where(file => File.Exists(file.Path))];
    }

    /// <inheritdoc/>
    public string? SubjectColumn(ImportFile file) => file.Content == Movies ? null : "userId";

    /// <inheritdoc/>
    public async Task WriteAsync(DatabaseSession session, TenantId tenant, ImportFile file, IReadOnlyList<ImportRow> rows)
    {
        switch (file.Content)
        {
            case Movies:
                await StreamingRows.WriteTitlesAsync(
                    session, tenant, StreamingRows.Sound(rows, ReadTitle).Select(row => row.Read), UnixMicros.Now(clock));
                break;
            case Ratings:
                await StreamingRows.WriteRatingsAsync(session, tenant, await StreamingRows.KnownAsync(
                    session, tenant, StreamingRows.Sound(rows, ReadRating), rating => rating.Title, "movieId"), UnixMicros.Now(clock));
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
        return Task.CompletedTask;
    }

    private static StreamingRows.TitleRow? ReadTitle(ImportRow row)
    {
        string? id = row.RequiredText("movieId", EventRules.MaxIdLength);
        string? title = row.RequiredText("title", 1_000);
        if (id is null || title is null)
            return null;
        (string name, int? year) = MovieLensTitle.Parse(title);
        return new StreamingRows.TitleRow(id, name, year, MovieLensTitle.Genres(row.List("genres", '|')));
    }

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
