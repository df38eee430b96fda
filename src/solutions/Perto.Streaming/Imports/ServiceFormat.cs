using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Perto's own layout, as CSV or JSON Lines: a folder with some of <c>titles</c>, <c>people</c>, <c>profiles</c>, <c>ratings</c>,
/// <c>views</c>, <c>impressions</c> and <c>clicks</c>, or one of these files; and files of any names and columns with a mapping.
/// </summary>
public sealed class ServiceFormat : IMappedImportFormat
{
    private static readonly (string Extension, ImportFileFormat Format)[] Extensions =
        [(".csv", ImportFileFormat.Csv), (".jsonl", ImportFileFormat.JsonLines), (".ndjson", ImportFileFormat.JsonLines)];

    private readonly CatalogueStore _catalogues;
    private readonly ActivityQueue _activity;
    private readonly TimeProvider _clock;
    private readonly ServiceRows _rows;
    private readonly ImportMapping? _mapping;

    /// <summary>Files in Perto's own names and columns.</summary>
    public ServiceFormat(CatalogueStore catalogues, ActivityQueue activity, TimeProvider clock)
        : this(catalogues, activity, clock, mapping: null)
    {
    }

    private ServiceFormat(CatalogueStore catalogues, ActivityQueue activity, TimeProvider clock, ImportMapping? mapping)
    {
        _catalogues = catalogues;
        _activity = activity;
        _clock = clock;
        _rows = new ServiceRows(clock);
        _mapping = mapping;
    }

    /// <inheritdoc/>
    public string Kind => "service";

    /// <inheritdoc/>
    public string? Mapping => _mapping?.Text;

    /// <inheritdoc/>
    public IImportFormat With(string mapping) => new ServiceFormat(_catalogues, _activity, _clock, ImportMapping.Read(mapping));

    /// <inheritdoc/>
    public bool Recognises(string path) => Find(path).Count > 0;

    /// <inheritdoc/>
    public IReadOnlyList<ImportFile> Files(string path)
    {
        if (_mapping is not null)
            return _mapping.Files(path);
        IReadOnlyList<ImportFile> files = Find(path);
        string names = string.Join(", ", ServiceContent.All.SkipLast(1)) + " or " + ServiceContent.All[^1];
        return files.Count > 0
            ? files
            : throw new InvalidValueException(
                "path",
                path,
                $"{names} as .csv or .jsonl",
                $"{path} is neither a folder with {names} as .csv or .jsonl, nor one of these files; other names and columns need a mapping");
    }

    /// <inheritdoc/>
    public string? SubjectColumn(ImportFile file) => ServiceContent.Subject(file.Content);

    /// <inheritdoc/>
    public async Task WriteAsync(DatabaseSession session, TenantId tenant, ImportFile file, IReadOnlyList<ImportRow> rows)
    {
        long now = UnixMicros.Now(_clock);
        switch (file.Content)
        {
            case ServiceContent.Titles:
                await TitleWriter.WriteAsync(session, tenant, Read(rows, _rows.Title), now);
                break;
            case ServiceContent.People:
                await AccountWriter.WriteAccountsAsync(session, tenant, Read(rows, ServiceRows.Account), now);
                break;
            case ServiceContent.Profiles:
                await AccountWriter.WriteProfilesAsync(session, tenant, Read(rows, ServiceRows.Profile), now);
                break;
            case ServiceContent.Ratings:
                await StreamingRows.WriteRatingsAsync(session, tenant, await KnownAsync(_rows.Rating, rating => rating.Title), _activity, now);
                break;
            case ServiceContent.Views:
                await StreamingRows.WriteViewsAsync(session, tenant, await KnownAsync(_rows.View, view => view.Title), _activity, now);
                break;
            default:
                bool clicks = file.Content == ServiceContent.Clicks;
                await StreamingRows.WriteExposuresAsync(session, tenant, await KnownAsync(row => _rows.Exposure(row, clicks), exposure => exposure.Title), _activity);
                break;
        }

        Task<IReadOnlyList<T>> KnownAsync<T>(Func<ImportRow, T?> read, Func<T, string> title)
            where T : class => StreamingRows.KnownAsync(session, tenant, StreamingRows.Sound(rows, read), title, "title");
    }

    /// <inheritdoc/>
    public Task FinishAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        _catalogues.Invalidate(tenant);
        return _activity.RequestAsync(tenant, cancellationToken);
    }

    private static T[] Read<T>(IReadOnlyList<ImportRow> rows, Func<ImportRow, T?> read)
        where T : class => [.. StreamingRows.Sound(rows, read).Select(row => row.Read)];

    private static List<ImportFile> Find(string path)
    {
        IEnumerable<string> paths = Directory.Exists(path)
            ? from content in ServiceContent.All from extension in Extensions select Path.Combine(path, content + extension.Extension)
            : [path];
        return [.. from file in paths
                   where File.Exists(file)
                   let content = ServiceContent.All.FirstOrDefault(Path.GetFileNameWithoutExtension(file).StartsWith)
                   from extension in Extensions
                   where content is not null && Path.GetExtension(file) == extension.Extension
                   select new ImportFile(file, content, extension.Format, ServiceContent.Required(content))];
    }
}
