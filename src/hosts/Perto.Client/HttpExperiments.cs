using Perto.Platform;
using Perto.Targeting;

namespace Perto.Client;

/// <summary>The experiments over HTTP, for the tenant of the client's key.</summary>
public sealed class HttpExperiments : IExperiments
{
    private const string Root = "/v1/experiments";

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpExperiments(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public Task<Page<ExperimentInfo>> ListAsync(Paging paging, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paging);
        return _http.GetAsync<Page<ExperimentInfo>>($"{Root}{QueryText.Of(("limit", paging.Limit), ("cursor", paging.Cursor))}", cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ExperimentInfo> ShowAsync(string name, int? version = null, CancellationToken cancellationToken = default) =>
        _http.GetAsync<ExperimentInfo>(Path(name, version), cancellationToken);

    /// <inheritdoc/>
    public Task<ExperimentInfo> PutAsync(Experiment experiment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return _http.PutAsync<ExperimentInfo>(Path(experiment.Name), experiment, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ExperimentInfo> StartAsync(string name, CancellationToken cancellationToken = default) =>
        _http.PostAsync<ExperimentInfo>($"{Path(name)}/start", content: null, cancellationToken);

    /// <inheritdoc/>
    public Task<ExperimentInfo> StopAsync(string name, CancellationToken cancellationToken = default) =>
        _http.PostAsync<ExperimentInfo>($"{Path(name)}/stop", content: null, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) => _http.DeleteAsync(Path(name), cancellationToken);

    /// <inheritdoc/>
    public Task<ExperimentInfo> OverrideAsync(string name, IReadOnlyList<ExperimentOverride> overrides, CancellationToken cancellationToken = default) =>
        _http.PutAsync<ExperimentInfo>($"{Path(name)}/overrides", new OverrideList(overrides), cancellationToken);

    /// <inheritdoc/>
    public Task<AssignmentList> AssignAsync(AssignmentRequest request, CancellationToken cancellationToken = default) =>
        _http.PostAsync<AssignmentList>($"{Root}/assign", request, cancellationToken);

    /// <inheritdoc/>
    public Task<OutcomeReceipt> RecordAsync(string name, IReadOnlyList<Outcome> outcomes, CancellationToken cancellationToken = default) =>
        _http.PostAsync<OutcomeReceipt>($"{Path(name)}/outcomes", new OutcomeBatch(outcomes), cancellationToken);

    /// <inheritdoc/>
    public Task<ExperimentResults> ResultsAsync(string name, ResultsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        string query = QueryText.Of(("alpha", request.Alpha), ("correction", request.Correction.ToString().ToLowerInvariant()));
        return _http.GetAsync<ExperimentResults>($"{Path(name, request.Version)}/results{query}", cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Page<ExperimentUnit>> UnitsAsync(string name, int? version, Paging paging, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paging);
        string query = QueryText.Of(("limit", paging.Limit), ("cursor", paging.Cursor));
        return _http.GetAsync<Page<ExperimentUnit>>($"{Path(name, version)}/units{query}", cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Holdout> HoldoutAsync(CancellationToken cancellationToken = default) => _http.GetAsync<Holdout>($"{Root}/holdout", cancellationToken);

    /// <inheritdoc/>
    public Task<Holdout> HoldAsync(Holdout holdout, CancellationToken cancellationToken = default) =>
        _http.PutAsync<Holdout>($"{Root}/holdout", holdout, cancellationToken);

    private static string Path(string name) => $"{Root}/{Uri.EscapeDataString(name)}";

    private static string Path(string name, int? version) => version is { } number ? $"{Path(name)}@{number}" : Path(name);
}
