using System.Globalization;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>Writes the history of views elsewhere, in the order of time. What was interrupted goes on behind its last whole file.</summary>
public sealed class FeatureExports
{
    private const string ManifestName = "manifest.json";
    private const string ProgressName = "manifest.partial.json";
    private const int DefaultRowsPerFile = 1_000_000;
    private const int PageRows = 2_000;

    private readonly FeatureCatalogue _catalogue;
    private readonly FeatureHistory _history;
    private readonly S3Store _objects;
    private readonly FeatureSettings _settings;
    private readonly TimeProvider _clock;

    internal FeatureExports(FeatureCatalogue catalogue, FeatureHistory history, S3Store objects, FeatureSettings settings, TimeProvider clock)
    {
        _catalogue = catalogue;
        _history = history;
        _objects = objects;
        _settings = settings;
        _clock = clock;
    }

    /// <summary>Exports the history of a view.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="view">The view.</param>
    /// <param name="request">What and where to. The folder may be any that the process can write to.</param>
    /// <param name="progress">Is told the rows that are written, after each file.</param>
    /// <param name="cancellationToken">Interrupts it; asked for again it goes on.</param>
    /// <exception cref="NotFoundException">There is no such view.</exception>
    /// <exception cref="InvalidValueException">The request breaks a rule.</exception>
    /// <exception cref="ConflictException">There is an export already (<c>export_exists</c>), or an unfinished one of something else (<c>export_differs</c>).</exception>
    /// <exception cref="DependencyException">The object store does not do what was asked.</exception>
    public async Task<FeatureExportManifest> RunAsync(
        TenantId tenant, string view, FeatureExportRequest request, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        RegisteredView registered = await _catalogue.FindAsync(tenant, view, cancellationToken);
        IExportTarget target = request.Folder is { } folder
            ? new FolderTarget(Path.GetFullPath(folder))
            : new BucketTarget(_objects.Open(request.Bucket!, request.Endpoint), request.Prefix is null or "" ? "" : request.Prefix.TrimEnd('/') + "/");
        return await RunAsync(tenant, registered, request, target, progress, cancellationToken);
    }

    /// <summary>A request from outside, whose folder is one below the setting, for the tenant alone, as the names in a bucket are.</summary>
    /// <exception cref="ConflictException">The setting names no folder.</exception>
    /// <exception cref="InvalidValueException">The folder leads elsewhere.</exception>
    internal FeatureExportRequest Confined(TenantId tenant, FeatureExportRequest request)
    {
        request.Check();
        if (request.Folder is not { } folder)
            return request with { Prefix = $"{tenant.Value}/{request.Prefix}" };
        if (_settings.ExportFolder is not { } root)
            throw new ConflictException("export_not_configured", "Exports to a folder over HTTP need Perto:Features:ExportFolder in the settings of the server");
        string[] parts = folder.Split('/');
        if (parts.Any(part => part.Length is 0 or > 100 || part.StartsWith('.') || !part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')))
            throw new InvalidValueException("folder", folder, "names of a-z, A-Z, 0-9, '-', '_' and '.', joined by '/'", "folder must be a path of plain names below the folder of the settings");
        return request with { Folder = Path.Combine([Path.GetFullPath(root), tenant.Value, .. parts]) };
    }

    internal async Task<FeatureExportManifest> RunAsync(
        TenantId tenant, RegisteredView view, FeatureExportRequest request, IExportTarget target, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (await target.ReadAsync(ManifestName, cancellationToken) is not null)
            throw new ConflictException("export_exists", $"There is a whole export already: its {ManifestName} stands there. Export to another place, or delete it");
        ExportProgress state = await ResumeAsync(tenant, view, request, target, cancellationToken);
        FeatureHistoryRow? last = state.Manifest.Files.Count == 0 ? null : new FeatureHistoryRow { EntityKey = state.Key, EventAt = state.EventAt, WriteOrder = state.WriteOrder };
        while (true)
        {
            (ExportedFeatureFile? file, last, bool isEnd) = await WriteFileAsync(tenant, view, request, state, target, last, cancellationToken);
            if (file is not null)
            {
                FeatureExportManifest manifest = state.Manifest with { Rows = state.Manifest.Rows + file.Rows, Files = [.. state.Manifest.Files, file] };
                state = new ExportProgress(manifest, last!.EventAt, last.EntityKey, last.WriteOrder);
                await target.WriteAsync(ProgressName, Bytes(state), cancellationToken);
                progress?.Report(manifest.Rows);
            }
            if (isEnd)
                break;
        }
        FeatureExportManifest whole = state.Manifest with { CompletedAt = _clock.GetUtcNow() };
        await target.WriteAsync(ManifestName, Bytes(whole), cancellationToken);
        await target.DeleteAsync(ProgressName, cancellationToken);
        return whole;
    }

    private async Task<ExportProgress> ResumeAsync(TenantId tenant, RegisteredView view, FeatureExportRequest request, IExportTarget target, CancellationToken cancellationToken)
    {
        var begun = new FeatureExportManifest
        {
            Tenant = tenant.Value,
            View = view.Name,
            Version = view.Definition.Version,
            Format = request.Format,
            Gzip = request.Gzip,
            FromAt = request.FromAt,
            ToAt = request.ToAt ?? _clock.GetUtcNow(),
            Rows = 0,
            Files = [],
        };
        if (await target.ReadAsync(ProgressName, cancellationToken) is not { } bytes)
            return new ExportProgress(begun, 0, "", 0);
        ExportProgress found = Read(bytes);
        FeatureExportManifest manifest = found.Manifest;
        bool isSame = (manifest.Tenant, manifest.View, manifest.Version) == (begun.Tenant, begun.View, begun.Version)
            && (manifest.Format, manifest.Gzip, manifest.FromAt) == (begun.Format, begun.Gzip, begun.FromAt)
            && (request.ToAt is null || request.ToAt == manifest.ToAt);
        return isSame ? found : throw new ConflictException("export_differs", $"There is an unfinished export of something else: {manifest.View} version {manifest.Version}. Export to another place, or delete it");
    }

    private async Task<(ExportedFeatureFile? File, FeatureHistoryRow? Last, bool IsEnd)> WriteFileAsync(
        TenantId tenant, RegisteredView view, FeatureExportRequest request, ExportProgress state, IExportTarget target, FeatureHistoryRow? last, CancellationToken cancellationToken)
    {
        string extension = (request.Format == ExportFormat.Csv ? ".csv" : ".jsonl") + (request.Gzip ? ".gz" : "");
        string name = string.Create(CultureInfo.InvariantCulture, $"part-{state.Manifest.Files.Count:00000}{extension}");
        int most = request.RowsPerFile ?? DefaultRowsPerFile;
        long from = state.Manifest.FromAt is { } moment ? UnixMicros.From(moment) : long.MinValue;
        long to = UnixMicros.From(state.Manifest.ToAt);
        await using var writer = new ExportFileWriter(await target.BeginAsync(name, cancellationToken), view, request.Format, request.Gzip);
        while (writer.Rows < most)
        {
            int limit = (int)Math.Min(PageRows, most - writer.Rows);
            IReadOnlyList<FeatureHistoryRow> page = await _history.ByTimeAsync(tenant, view, from, to, last, limit, cancellationToken);
            foreach (FeatureHistoryRow row in page)
                await writer.AddAsync(row, cancellationToken);
            last = page.Count > 0 ? page[^1] : last;
            if (page.Count < limit)
                return (writer.Rows == 0 ? null : await writer.CompleteAsync(name, cancellationToken), last, true);
        }
        return (await writer.CompleteAsync(name, cancellationToken), last, false);
    }

    private static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, PertoJson.Options);

    private static ExportProgress Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<ExportProgress>(bytes, PertoJson.Options) is { Manifest: not null, Key: not null } found ? found : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new ConflictException("export_differs", $"There is a {ProgressName} that is none of an export. Export to another place, or delete it");
        }
    }
}
