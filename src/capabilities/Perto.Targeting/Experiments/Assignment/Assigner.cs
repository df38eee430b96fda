using Perto.Platform;

namespace Perto.Targeting;

/// <summary>Gives units their arms, and sees to it that the log knows.</summary>
public sealed class Assigner(ExperimentCatalogue experiments, ExposureLog exposures, TimeProvider clock)
{
    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    /// <summary>The arms of a unit for a page that must not wait: its exposures are written behind it (<see cref="ExposureLog.Add"/>).</summary>
    /// <param name="tenant">Whose experiments.</param>
    /// <param name="unit">Who or what is treated.</param>
    /// <param name="attributes">What is known of it; null: nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidValueException">The unit or an attribute breaks a rule.</exception>
    public async ValueTask<IReadOnlyList<Assignment>> AssignAsync(
        TenantId tenant, string unit, IReadOnlyDictionary<string, string>? attributes = null, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = clock.GetUtcNow();
        (IReadOnlyList<Assignment> assignments, IReadOnlyList<Assignment> met) = await AskAsync(tenant, unit, attributes, now, cancellationToken);
        exposures.Add(tenant, Exposure.Of(unit, met, now));
        return assignments;
    }

    /// <summary>The arms of a unit, when its exposures are durable; with <see cref="AssignmentRequest.DryRun"/> without any.</summary>
    /// <exception cref="InvalidValueException">The unit or an attribute breaks a rule.</exception>
    public async Task<IReadOnlyList<Assignment>> AssignAsync(TenantId tenant, AssignmentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        DateTimeOffset now = clock.GetUtcNow();
        (IReadOnlyList<Assignment> assignments, IReadOnlyList<Assignment> met) = await AskAsync(tenant, request.Unit, request.Attributes, now, cancellationToken);
        if (!request.DryRun)
            await exposures.RecordAsync(tenant, Exposure.Of(request.Unit, met, now), cancellationToken);
        return assignments;
    }

    /// <summary>The arms of a unit in the experiments of a surface; no exposure until the surface has treated it so (<see cref="Expose"/>).</summary>
    /// <param name="tenant">Whose experiments.</param>
    /// <param name="surface">The surface (<see cref="Experiment.Surface"/>).</param>
    /// <param name="unit">Who or what comes there.</param>
    /// <param name="attributes">What is known of it.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidValueException">The unit or an attribute breaks a rule.</exception>
    public async ValueTask<IReadOnlyList<Assignment>> LookAsync(
        TenantId tenant, string surface, string unit, IReadOnlyDictionary<string, string> attributes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        RunningExperiments running = (await experiments.RunningAsync(tenant, cancellationToken)).On(surface);
        return running.Experiments.Count == 0 ? [] : Assign(running, unit, attributes, now);
    }

    /// <summary>Writes down, behind the caller, that a unit was treated as it was assigned (<see cref="ExposureLog.Add"/>).</summary>
    public void Expose(TenantId tenant, string unit, IReadOnlyList<Assignment> assignments, DateTimeOffset at) =>
        exposures.Add(tenant, Exposure.Of(unit, assignments, at));

    // Who asks for the arms of a surface's experiments has not met them: the surface says who did.
    private async ValueTask<(IReadOnlyList<Assignment> All, IReadOnlyList<Assignment> Met)> AskAsync(
        TenantId tenant, string unit, IReadOnlyDictionary<string, string>? attributes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        RunningExperiments running = await experiments.RunningAsync(tenant, cancellationToken);
        IReadOnlyList<Assignment> all = Assign(running, unit, attributes, now);
        return (all, [.. all.Zip(running.Experiments).Where(pair => pair.Second.Experiment.Surface is null).Select(pair => pair.First)]);
    }

    private static IReadOnlyList<Assignment> Assign(RunningExperiments running, string unit, IReadOnlyDictionary<string, string>? attributes, DateTimeOffset now)
    {
        ExperimentRules.CheckUnit(unit, "unit");
        ExperimentRules.CheckAttributes(attributes, "attributes");
        return running.Assign(unit, attributes ?? Nothing, now);
    }
}
