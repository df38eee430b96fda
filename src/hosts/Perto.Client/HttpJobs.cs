using Perto.Platform;

namespace Perto.Client;

/// <summary>The scheduled jobs over HTTP.</summary>
public sealed class HttpJobs : IJobs
{
    private const string Root = "/v1/jobs";

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpJobs(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _http.GetAsync<Page<JobInfo>>(Root, cancellationToken)).Items;

    /// <inheritdoc/>
    public Task<JobInfo> ShowAsync(string name, CancellationToken cancellationToken = default) => _http.GetAsync<JobInfo>(Path(name), cancellationToken);

    /// <inheritdoc/>
    public Task<Page<JobRun>> RunsAsync(string name, Paging paging, CancellationToken cancellationToken = default)
    {
        string cursor = paging.Cursor is null ? "" : $"&cursor={Uri.EscapeDataString(paging.Cursor)}";
        return _http.GetAsync<Page<JobRun>>($"{Path(name)}/runs?limit={paging.Limit}{cursor}", cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JobRun> FindRunAsync(string name, string id, CancellationToken cancellationToken = default) =>
        _http.GetAsync<JobRun>($"{Path(name)}/runs/{Uri.EscapeDataString(id)}", cancellationToken);

    /// <inheritdoc/>
    public Task<JobRun> RunAsync(string name, CancellationToken cancellationToken = default) =>
        _http.PostAsync<JobRun>($"{Path(name)}/run", content: null, cancellationToken);

    /// <inheritdoc/>
    public Task<JobInfo> PauseAsync(string name, CancellationToken cancellationToken = default) =>
        _http.PostAsync<JobInfo>($"{Path(name)}/pause", content: null, cancellationToken);

    /// <inheritdoc/>
    public Task<JobInfo> ResumeAsync(string name, CancellationToken cancellationToken = default) =>
        _http.PostAsync<JobInfo>($"{Path(name)}/resume", content: null, cancellationToken);

    private static string Path(string name) => $"{Root}/{Uri.EscapeDataString(name)}";
}
