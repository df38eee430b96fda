namespace Perto.Targeting;

/// <summary>Hands out the experiments of a tenant.</summary>
public sealed class ExperimentTenants(ExperimentCatalogue catalogue, Assigner assigner, OutcomeLog outcomes, ExperimentReader reader)
{
    /// <summary>The experiments in process, bound to <paramref name="tenant"/>.</summary>
    public IExperiments For(TenantId tenant) => new LocalExperiments(tenant, catalogue, assigner, outcomes, reader);
}
