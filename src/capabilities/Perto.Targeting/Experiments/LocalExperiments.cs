using Perto.Platform;

namespace Perto.Targeting;

/// <summary>The experiments in process, for one tenant.</summary>
public sealed class LocalExperiments(TenantId tenant, ExperimentCatalogue catalogue, Assigner assigner, OutcomeLog log, ExperimentReader reader) : IExperiments
{
    /// <inheritdoc/>
    public Task<Page<ExperimentInfo>> ListAsync(Paging paging, CancellationToken cancellationToken = default) => catalogue.ListAsync(tenant, paging, cancellationToken);

    /// <inheritdoc/>
    public Task<ExperimentInfo> ShowAsync(string name, int? version = null, CancellationToken cancellationToken = default) =>
        catalogue.ShowAsync(tenant, name, version, cancellationToken);

    /// <inheritdoc/>
    public async Task<ExperimentInfo> PutAsync(Experiment experiment, CancellationToken cancellationToken = default) =>
        (await catalogue.PutAsync(tenant, experiment, cancellationToken)).Experiment;

    /// <inheritdoc/>
    public Task<ExperimentInfo> StartAsync(string name, CancellationToken cancellationToken = default) => catalogue.StartAsync(tenant, name, cancellationToken);

    /// <inheritdoc/>
    public Task<ExperimentInfo> StopAsync(string name, CancellationToken cancellationToken = default) => catalogue.StopAsync(tenant, name, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) => catalogue.DeleteAsync(tenant, name, cancellationToken);

    /// <inheritdoc/>
    public Task<ExperimentInfo> OverrideAsync(string name, IReadOnlyList<ExperimentOverride> overrides, CancellationToken cancellationToken = default) =>
        catalogue.OverrideAsync(tenant, name, overrides, cancellationToken);

    /// <inheritdoc/>
    public async Task<AssignmentList> AssignAsync(AssignmentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new AssignmentList(request.Unit, await assigner.AssignAsync(tenant, request, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<OutcomeReceipt> RecordAsync(string name, IReadOnlyList<Outcome> outcomes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        return new OutcomeReceipt(outcomes.Count, await log.RecordAsync(tenant, name, outcomes, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<ExperimentResults> ResultsAsync(string name, ResultsRequest request, CancellationToken cancellationToken = default) =>
        reader.ResultsAsync(tenant, name, request, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<ExperimentUnit>> UnitsAsync(string name, int? version, Paging paging, CancellationToken cancellationToken = default) =>
        reader.UnitsAsync(tenant, name, version, paging, cancellationToken);

    /// <inheritdoc/>
    public Task<Holdout> HoldoutAsync(CancellationToken cancellationToken = default) => catalogue.HoldoutAsync(tenant, cancellationToken);

    /// <inheritdoc/>
    public Task<Holdout> HoldAsync(Holdout holdout, CancellationToken cancellationToken = default) => catalogue.HoldAsync(tenant, holdout, cancellationToken);
}
