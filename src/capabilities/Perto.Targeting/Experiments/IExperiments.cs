using Perto.Platform;

namespace Perto.Targeting;

/// <summary>The experiments of one tenant: the same in process (<see cref="LocalExperiments"/>) and over HTTP (<c>Perto.Client</c>).</summary>
public interface IExperiments
{
    /// <summary>Experiments by name, each in its latest version.</summary>
    Task<Page<ExperimentInfo>> ListAsync(Paging paging, CancellationToken cancellationToken = default);

    /// <summary>An experiment, in a version or in its latest.</summary>
    /// <exception cref="PertoException">There is none.</exception>
    Task<ExperimentInfo> ShowAsync(string name, int? version = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExperimentCatalogue.PutAsync"/>
    Task<ExperimentInfo> PutAsync(Experiment experiment, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExperimentCatalogue.StartAsync"/>
    Task<ExperimentInfo> StartAsync(string name, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExperimentCatalogue.StopAsync"/>
    Task<ExperimentInfo> StopAsync(string name, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExperimentCatalogue.DeleteAsync"/>
    Task DeleteAsync(string name, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExperimentCatalogue.OverrideAsync"/>
    Task<ExperimentInfo> OverrideAsync(string name, IReadOnlyList<ExperimentOverride> overrides, CancellationToken cancellationToken = default);

    /// <summary>The arms of a unit, when its exposures are durable.</summary>
    /// <exception cref="PertoException">The unit or an attribute breaks a rule.</exception>
    Task<AssignmentList> AssignAsync(AssignmentRequest request, CancellationToken cancellationToken = default);

    /// <summary>Takes outcomes, all or none, and returns when they are durable.</summary>
    /// <exception cref="PertoException">There is no such experiment, or an outcome breaks a rule.</exception>
    Task<OutcomeReceipt> RecordAsync(string name, IReadOnlyList<Outcome> outcomes, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExperimentReader.ResultsAsync"/>
    Task<ExperimentResults> ResultsAsync(string name, ResultsRequest request, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExperimentReader.UnitsAsync"/>
    Task<Page<ExperimentUnit>> UnitsAsync(string name, int? version, Paging paging, CancellationToken cancellationToken = default);

    /// <summary>Who is in no experiment.</summary>
    Task<Holdout> HoldoutAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExperimentCatalogue.HoldAsync"/>
    Task<Holdout> HoldAsync(Holdout holdout, CancellationToken cancellationToken = default);
}
