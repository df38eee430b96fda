using Perto.Platform;
using Perto.Streaming;

namespace Perto.Client;

/// <summary>The streaming solution over HTTP, for the tenant of the client's key.</summary>
public sealed class HttpStreaming : IStreaming
{
    private const string Root = "/v1/streaming";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

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
    public Task<EventReceipt> RecordAsync(IReadOnlyList<StreamingEvent> events, CancellationToken cancellationToken) =>
        _http.PostAsync<EventReceipt>($"{Root}/events", new EventBatch(events), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The files are sent to the server, which runs the import even when the caller leaves.</remarks>
    public async Task<ImportReport> ImportAsync(string path, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        ImportReport run;
        using (var content = new MultipartFormDataContent())
        {
            foreach (string file in FilesOf(path))
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
    public async Task<TrainingReport> TrainAsync(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        TrainingRun run = await _http.PostAsync<TrainingRun>($"{Root}/trainings", content: null, cancellationToken);
        while (run.State is TrainingState.Queued or TrainingState.Running)
        {
            progress?.Report(new TrainingProgress("train", run.Progress, run.Detail ?? "waiting"));
            await Task.Delay(LookEvery, _clock, cancellationToken);
            run = await _http.GetAsync<TrainingRun>($"{Root}/trainings/{run.Id}", cancellationToken);
        }

        return run.Report ?? throw new RemoteException("training_failed", 500, run.Failure ?? "The training failed", null);
    }

    // A folder is sent as its files; the server recognises the layout by their names.
    private static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new InvalidValueException("path", path, "a folder or a file", $"There is no folder or file '{path}'");
        string[] known = ["movies", "ratings", "tags", "titles", "views"];
        return Directory.EnumerateFiles(path)
            .Where(file => known.Contains(Path.GetFileNameWithoutExtension(file)) && Path.GetExtension(file) is ".csv" or ".jsonl" or ".ndjson")
            .Order(StringComparer.Ordinal);
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
