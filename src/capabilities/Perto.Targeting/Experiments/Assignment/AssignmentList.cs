namespace Perto.Targeting;

/// <summary>The arms of a unit.</summary>
/// <param name="Unit">Who or what.</param>
/// <param name="Assignments">One for each experiment that runs, by name.</param>
public sealed record AssignmentList(string Unit, IReadOnlyList<Assignment> Assignments);
