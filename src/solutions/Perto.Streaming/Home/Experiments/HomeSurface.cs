using Perto.Platform;
using Perto.Targeting;

namespace Perto.Streaming;

/// <summary>The home page as a place of experiments: what arms may change there, and what is counted of the people who met it.</summary>
public sealed class HomeSurface(ModelRegistry models) : IExperimentSurface
{
    /// <summary>Name of the surface.</summary>
    public const string SurfaceName = "streaming-home";

    /// <inheritdoc/>
    public string Name => SurfaceName;

    /// <inheritdoc/>
    public IReadOnlyList<string> Outcomes => HomeOutcomes.Names;

    /// <inheritdoc/>
    public async Task CheckAsync(TenantId tenant, Experiment experiment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        for (int i = 0; i < experiment.Arms.Count; i++)
            await CheckAsync(tenant, experiment.Arms[i].Parameters, $"arms[{i}].parameters", cancellationToken);
        await CheckAsync(tenant, experiment.HoldoutParameters, "holdout_parameters", cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitOutcome>> CountAsync(DatabaseSession session, TenantId tenant, ExposedUnits units) =>
        HomeOutcomes.CountAsync(session, tenant, units);

    private async Task CheckAsync(TenantId tenant, IReadOnlyDictionary<string, string>? parameters, string path, CancellationToken cancellationToken)
    {
        if (HomeVariant.Read(parameters, path).RankerVersion is not { } version)
            return;
        int[] versions = [.. (await models.ListAsync(tenant, RankerModel.ModelName, cancellationToken)).Select(model => model.Version).Order()];
        if (versions.Contains(version))
            return;
        string field = $"{path}.{HomeVariant.RankerKey}", there = versions.Length == 0 ? "there is none yet" : $"there are {string.Join(", ", versions)}";
        throw new InvalidValueException(field, version, $"a version of {RankerModel.ModelName}", $"{field} must be a version of {RankerModel.ModelName}: {there}; got {version}");
    }
}
