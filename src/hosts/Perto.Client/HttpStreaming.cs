using Perto.Platform;
using Perto.Streaming;

namespace Perto.Client;

/// <summary>The streaming solution over HTTP, for the tenant of the client's key.</summary>
public sealed class HttpStreaming : IStreaming
{
    private const string Root = "/v1/streaming";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private static readonly string[] Layouts = ["titles", "people", "profiles", "ratings", "views", "impressions", "clicks"];

    private readonly PertoHttp _http;
    private readonly TimeProvider _clock;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpStreaming(HttpClient client, TimeProvider clock)
    {
        _http = new PertoHttp(client);
        _clock = clock;
    }

    /// <inheritdoc/>
    public Task<HomePage> HomeAsync(string user, HomeRequest request, CancellationToken cancellationToken) =>
        _http.GetAsync<HomePage>($"{Root}/users/{Uri.EscapeDataString(user)}/home{Query(request)}", cancellationToken);

    /// <inheritdoc/>
    public Task<RecommendationList> RecommendAsync(string user, int n, CancellationToken cancellationToken) =>
        _http.GetAsync<RecommendationList>($"{Root}/users/{Uri.EscapeDataString(user)}/recommendations?n={n}", cancellationToken);

    /// <inheritdoc/>
    public Task<SimilarTitles> SimilarAsync(string title, int n, CancellationToken cancellationToken) =>
        _http.GetAsync<SimilarTitles>($"{Root}/titles/{Uri.EscapeDataString(title)}/similar?n={n}", cancellationToken);

    /// <inheritdoc/>
    public Task<MeasuresReport> MeasuresAsync(MeasuresRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        string query = QueryText.Of(
            ("from", request.From), ("to", request.To), ("experiment", request.Experiment), ("arm", request.Arm), ("baseline", request.Baseline));
        return _http.GetAsync<MeasuresReport>($"{Root}/measures{query}", cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ServedPolicyReport> OffPolicyAsync(ServedPolicyRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _http.GetAsync<ServedPolicyReport>($"{Root}/off-policy{QueryText.Of(("model", request.Model), ("from", request.From), ("to", request.To))}", cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredPin>> PinsAsync(CancellationToken cancellationToken) =>
        (await _http.GetAsync<Page<StoredPin>>($"{Root}/pins", cancellationToken)).Items;

    /// <inheritdoc/>
    public Task<StoredPin> PinAsync(string id, Pin pin, CancellationToken cancellationToken) =>
        _http.PutAsync<StoredPin>($"{Root}/pins/{Uri.EscapeDataString(id)}", pin, cancellationToken);

    /// <inheritdoc/>
    public Task UnpinAsync(string id, CancellationToken cancellationToken) => _http.DeleteAsync($"{Root}/pins/{Uri.EscapeDataString(id)}", cancellationToken);

    /// <inheritdoc/>
    public Task<EventReceipt> RecordAsync(IReadOnlyList<StreamingEvent> events, CancellationToken cancellationToken) =>
        _http.PostAsync<EventReceipt>($"{Root}/events", new EventBatch(events), cancellationToken);

    /// <inheritdoc/>
    public Task<ImportReport> ImportAsync(string path, IProgress<ImportProgress>? progress, CancellationToken cancellationToken) =>
        ImportAsync(path, mapping: null, progress, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The files are sent to the server, which runs the import even when the caller leaves.</remarks>
    public async Task<ImportReport> ImportAsync(string path, string? mapping, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        ImportReport run;
        using (var content = new MultipartFormDataContent())
        {
            if (mapping is not null)
                content.Add(new StringContent(mapping), "files", "mapping.json");
            foreach (string file in FilesOf(path, isMapped: mapping is not null))
                content.Add(new StreamContent(File.OpenRead(file)), "files", Path.GetFileName(file));
            run = await _http.PostAsync<ImportReport>($"{Root}/imports", content, cancellationToken);
        }

        while (run.State is ImportState.Queued or ImportState.Running)
        {
            progress?.Report(new ImportProgress(Path.GetFileName(path), run.RowsRead, run.RowsRejected, 0));
            await Task.Delay(LookEvery, _clock, cancellationToken);
            run = await _http.GetAsync<ImportReport>($"{Root}/imports/{run.Id}", cancellationToken);
        }

        return run;
    }

    /// <inheritdoc/>
    /// <remarks>The server makes it into its table, also when the caller leaves; the file is downloaded when all of it is there.</remarks>
    public async Task<BatchRun> BatchAsync(BatchRequest request, BatchTarget target, IProgress<BatchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        string? file = target.FullPath();
        BatchRun run = await _http.PostAsync<BatchRun>($"{Root}/batches{(target.Resume ? "?resume=true" : "")}", request, cancellationToken);
        while (run.State is BatchState.Queued or BatchState.Running)
        {
            progress?.Report(new BatchProgress(run.People, run.Made + run.Failed, run.Failed));
            await Task.Delay(LookEvery, _clock, cancellationToken);
            run = await _http.GetAsync<BatchRun>($"{Root}/batches/{run.Id}", cancellationToken);
        }
        if (file is null || run.State != BatchState.Done)
            return run;
        string part = file + ".part";
        await using (FileStream written = File.Create(part))
            await _http.DownloadAsync($"{Root}/batches/{run.Id}/file?format={target.Format.ToString().ToLowerInvariant()}", written, cancellationToken);
        File.Move(part, file, overwrite: true);
        return run;
    }

    /// <inheritdoc/>
    public async Task<TrainingReport> TrainAsync(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        (await TrainAsync(TrainedModel.Collaborative, progress, cancellationToken)).Report!;

    /// <inheritdoc/>
    public async Task<RankerReport> TrainRankerAsync(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        (await TrainAsync(TrainedModel.Ranker, progress, cancellationToken)).Ranker!;

    private async Task<TrainingRun> TrainAsync(TrainedModel model, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        TrainingRun run = await _http.PostAsync<TrainingRun>($"{Root}/trainings", new TrainingRequest(model), cancellationToken);
        while (run.State is TrainingState.Queued or TrainingState.Running)
        {
            progress?.Report(new TrainingProgress("train", run.Progress, run.Detail ?? "waiting"));
            await Task.Delay(LookEvery, _clock, cancellationToken);
            run = await _http.GetAsync<TrainingRun>($"{Root}/trainings/{run.Id}", cancellationToken);
        }

        return run.State == TrainingState.Done ? run : throw new RemoteException("training_failed", 500, run.Failure ?? "The training failed", null);
    }

    // A folder is sent as its files; the server recognises the layout by their names, or finds those that the mapping names.
    private static IEnumerable<string> FilesOf(string path, bool isMapped)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new InvalidValueException("path", path, "a folder or a file", $"There is no folder or file '{path}'");
        return Directory.EnumerateFiles(path)
            .Where(file => isMapped ? Path.GetFileName(file) != "mapping.json" : IsOfALayout(file))
            .Order(StringComparer.Ordinal);
    }

    private static bool IsOfALayout(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        return Path.GetExtension(file) switch
        {
            ".csv" => Layouts.Contains(name) || name is "movies" or "tags",
            ".jsonl" or ".ndjson" => Layouts.Contains(name),
            ".dat" => name is "movies" or "ratings" or "tags",
            ".item" or ".data" => name == "u",
            _ => false,
        };
    }

    private static string Query(HomeRequest request)
    {
        (string Name, string? Value)[] parts =
        [
            ("device", request.Device?.ToString().ToLowerInvariant()),
            ("time_of_day", request.TimeOfDay?.ToString().ToLowerInvariant()),
            ("country", request.Country),
            ("tier", request.Tier),
            ("profile", request.Profile),
        ];
        string query = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return query.Length == 0 ? "" : "?" + query;
    }
}
