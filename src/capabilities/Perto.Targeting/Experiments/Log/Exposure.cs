namespace Perto.Targeting;

/// <summary>A unit met a version of an experiment.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Version">Its version.</param>
/// <param name="Unit">Who or what.</param>
/// <param name="Arm">The arm that it has; <see cref="ExperimentArm.Holdout"/> for the holdout.</param>
/// <param name="At">When.</param>
public sealed record Exposure(string Experiment, int Version, string Unit, string Arm, DateTimeOffset At)
{
    /// <summary>Those of a unit's assignments that count: it fell on an arm by its hash, or is in the holdout and treated as that.</summary>
    public static IReadOnlyList<Exposure> Of(string unit, IReadOnlyList<Assignment> assignments, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        return [.. assignments
            .Where(assignment => assignment.Reason == AssignmentReason.Assigned || assignment is { Reason: AssignmentReason.Holdout, Parameters: not null })
            .Select(assignment => new Exposure(assignment.Experiment, assignment.Version, unit, assignment.Arm ?? ExperimentArm.Holdout, at))];
    }
}
