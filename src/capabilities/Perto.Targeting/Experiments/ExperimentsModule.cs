using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Targeting;

/// <summary>All that experiments bring.</summary>
public static class ExperimentsModule
{
    /// <summary>Adds experiments: assignment, exposures, outcomes and results.</summary>
    public static PertoBuilder AddExperiments(this PertoBuilder perto)
    {
        ArgumentNullException.ThrowIfNull(perto);
        return perto.AddModule("experiments", module => module
            .Schema(typeof(ExperimentsModule).Assembly)
            .Settings<ExperimentSettings>("Experiments")
            .Services(AddServices)
            .Endpoints(ExperimentEndpoints.Map)
            .Telemetry(ExperimentMetrics.Name)
            .PersonalData("experiment_outcome", "unit_id", "at")
            .PersonalData("experiment_exposure", "unit_id", "at")
            .PersonalData("experiment_override", "unit_id"));
    }

    private static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<ExperimentMetrics>();
        services.AddSingleton<ExperimentSurfaces>();
        services.AddSingleton<ExperimentCatalogue>();
        services.AddSingleton<ExposureLog>();
        services.AddSingleton<OutcomeLog>();
        services.AddSingleton<Assigner>();
        services.AddSingleton<ExperimentReader>();
        services.AddSingleton<ExperimentTenants>();
    }
}
