namespace Perto.Targeting;

/// <summary>The arm of a unit in an experiment.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Version">Its version.</param>
/// <param name="Reason">Why.</param>
public sealed record Assignment(string Experiment, int Version, AssignmentReason Reason)
{
    /// <summary>Name of the arm; absent where it has none and is treated as if there were no experiment.</summary>
    public string? Arm { get; init; }

    /// <summary>What is done differently in the arm, or for the holdout (<c>holdout_parameters</c>).</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}
