using Perto.Platform;

namespace Perto.Targeting;

/// <summary>
/// A place of the product that runs experiments by itself, such as a home page. A solution registers it; experiments name it as their
/// <see cref="Experiment.Surface"/>.
/// </summary>
public interface IExperimentSurface
{
    /// <summary>Its name: 1 to 64 of a-z, 0-9, <c>-</c> and <c>_</c>.</summary>
    string Name { get; }

    /// <summary>Names of the outcomes that it counts from what units do. Nobody sends them.</summary>
    IReadOnlyList<string> Outcomes { get; }

    /// <summary>Checks what the arms do differently, when an experiment is declared.</summary>
    /// <exception cref="InvalidValueException">A parameter is not known here, or has a value that it cannot have.</exception>
    Task CheckAsync(TenantId tenant, Experiment experiment, CancellationToken cancellationToken);

    /// <summary>
    /// Counts outcomes of exposed units, from before and since each one's exposure (table <c>experiment_exposure</c>). They are counted anew each time, so what came late
    /// or twice is in them as it should be. Units without any may be left out.
    /// </summary>
    Task<IReadOnlyList<UnitOutcome>> CountAsync(DatabaseSession session, TenantId tenant, ExposedUnits units);
}
