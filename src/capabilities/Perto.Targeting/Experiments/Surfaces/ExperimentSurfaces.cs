using Perto.Platform;

namespace Perto.Targeting;

/// <summary>The surfaces of this server.</summary>
public sealed class ExperimentSurfaces(IEnumerable<IExperimentSurface> surfaces)
{
    private readonly IExperimentSurface[] _surfaces = [.. surfaces.OrderBy(surface => surface.Name, StringComparer.Ordinal)];

    /// <summary>That of an experiment; null where it names none, or one that this server does not have.</summary>
    internal IExperimentSurface? Of(Experiment experiment) => Array.Find(_surfaces, surface => surface.Name == experiment.Surface);

    /// <exception cref="InvalidValueException">There is no such surface, or it refuses a parameter.</exception>
    internal async Task CheckAsync(TenantId tenant, Experiment experiment, CancellationToken cancellationToken)
    {
        if (experiment.Surface is null)
            return;
        IExperimentSurface surface = Of(experiment)
            ?? throw ExperimentRules.Refused("surface", experiment.Surface, $"one of {string.Join(", ", _surfaces.Select(known => known.Name))}, or left out");
        await surface.CheckAsync(tenant, experiment, cancellationToken);
    }

    /// <summary>No parameter may be set twice for one unit: neither experiment would know what it measured.</summary>
    /// <exception cref="ConflictException">Another experiment sets one for the same units (<c>parameter_taken</c>).</exception>
    internal static void ThrowIfTaken(Experiment starting, IReadOnlyList<Experiment> running)
    {
        foreach (Experiment other in running.Where(other => other.Surface is not null && other.Surface == starting.Surface))
        {
            // Those of one layer share no unit but the holdout's.
            string? taken = other.Layer == starting.Layer ? null : Parameters(starting).Intersect(Parameters(other), StringComparer.Ordinal).FirstOrDefault();
            taken ??= starting.HoldoutParameters?.FirstOrDefault(own => other.HoldoutParameters?.TryGetValue(own.Key, out string? value) == true && value != own.Value).Key;
            if (taken is not null)
            {
                throw new ConflictException(
                    "parameter_taken",
                    $"{other.Name} runs on {other.Surface} and sets {taken} for units that {starting.Name} would have too: stop it, put both into one layer, or leave {taken} to one of them");
            }
        }
    }

    private static IEnumerable<string> Parameters(Experiment experiment) => experiment.Arms.SelectMany(arm => arm.Parameters?.Keys ?? []);
}
