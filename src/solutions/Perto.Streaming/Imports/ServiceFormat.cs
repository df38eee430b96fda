using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Perto's own layout, as CSV or JSON Lines: <c>titles</c> (id, name, year, genres), <c>views</c> (user, title, started_at,
/// progress, seconds, profile, device) and <c>ratings</c> (user, title, rating, at). A folder with some of them, or one file.
/// </summary>
public sealed class ServiceFormat(CatalogueStore catalogues, TimeProvider clock) : IImportFormat
{
    private const string Titles = "titles";
    private const string Views = "views";
    private const string Ratings = "ratings";

    private static readonly Dictionary<string, string[]> Columns = new(StringComparer.Ordinal)
    {
        [Titles] = ["id", "name"],
        [Ratings] = ["user", "title", "rating", "at"],
        [Views] = ["user", "title", "started_at", "progress"],
    };

    private static readonly (string Extension, ImportFileFormat Format)[] Extensions =
        [(".csv", ImportFileFormat.Csv), (".jsonl", ImportFileFormat.JsonLines), (".ndjson", ImportFileFormat.JsonLines)];

    /// <inheritdoc/>
    public string Kind => "service";

    /// <inheritdoc/>
    public bool Recognises(string path) => Find(path).Count > 0;

    /// <inheritdoc/>
    public IReadOnlyList<ImportFile> Files(string path)
    {
        IReadOnlyList<ImportFile> files = Find(path);
        return files.Count > 0
            ? files
            : throw new InvalidValueException(
                "path",
                path,
                "titles, views or ratings as .csv or .jsonl",
                $"{path} is neither a folder with titles, views or ratings as .csv or .jsonl, nor one of these files");
    }

    /// <inheritdoc/>
    public string? SubjectColumn(ImportFile file) => file.Content == Titles ? null : "user";

    /// <inheritdoc/>
    public async Task WriteAsync(DatabaseSession session, TenantId tenant, ImportFile file, IReadOnlyList<ImportRow> rows)
    {
        switch (file.Content)
        {
            case Titles:
                await StreamingRows.WriteTitlesAsync(
                    session, tenant, StreamingRows.Sound(rows, ReadTitle).Select(row => row.Read), UnixMicros.Now(clock));
                break;
            case Ratings:
                await StreamingRows.WriteRatingsAsync(session, tenant, await StreamingRows.KnownAsync(
                    session, tenant, StreamingRows.Sound(rows, ReadRating), rating => rating.Title, "title"), UnixMicros.Now(clock));
                break;
            default:
                await StreamingRows.WriteViewsAsync(session, tenant, await StreamingRows.KnownAsync(
                    session, tenant, StreamingRows.Sound(rows, ReadView), view => view.Title, "title"), UnixMicros.Now(clock));
                break;
        }
    }

    /// <inheritdoc/>
    public Task FinishAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        catalogues.Invalidate(tenant);
        return Task.CompletedTask;
    }

    private static List<ImportFile> Find(string path)
    {
        IEnumerable<string> paths = Directory.Exists(path)
            ? from content in Columns.Keys from extension in Extensions select Path.Combine(path, content + extension.Extension)
            : [path];
        return [.. from file in paths
                   where File.Exists(file)
                   let content = Columns.Keys.FirstOrDefault(Path.GetFileNameWithoutExtension(file).StartsWith)
                   from extension in Extensions
                   where content is not null && Path.GetExtension(file) == extension.Extension
                   select new ImportFile(file, content, extension.Format, Columns[content])];
    }

    private StreamingRows.TitleRow? ReadTitle(ImportRow row)
    {
        string? id = row.RequiredText("id", EventRules.MaxIdLength);
        string? name = row.RequiredText("name", 1_000);
        double? year = row.OptionalNumber("year", 1870, clock.GetUtcNow().Year + 10);
        return id is null || name is null ? null : new StreamingRows.TitleRow(id, name, (int?)year, row.List("genres", '|'));
    }

    private Rating? ReadRating(ImportRow row)
    {
        string? user = row.RequiredText("user", EventRules.MaxIdLength);
        string? title = row.RequiredText("title", EventRules.MaxIdLength);
        double? rating = row.RequiredNumber("rating", EventRules.LowestRating, EventRules.HighestRating);
        long? at = row.RequiredMoment("at", clock.GetUtcNow());
        return user is null || title is null || rating is null || at is null ? null : new Rating(user, title, rating.Value, at.Value);
    }

    private View? ReadView(ImportRow row)
    {
        string? user = row.RequiredText("user", EventRules.MaxIdLength);
        string? title = row.RequiredText("title", EventRules.MaxIdLength);
        long? startedAt = row.RequiredMoment("started_at", clock.GetUtcNow());
        double? progress = row.RequiredNumber("progress", 0, 1);
        double? seconds = row.OptionalNumber("seconds", 0, int.MaxValue);
        string? profile = row.OptionalText("profile", EventRules.MaxIdLength);
        string? device = row.OptionalText("device", EventRules.MaxIdLength);
        return user is null || title is null || startedAt is null || progress is null
            ? null
            : new View(user, title, profile ?? "", startedAt.Value, progress.Value, (long?)seconds, device);
    }
}
