namespace Perto.Targeting;

/// <summary>The sum of an outcome of a unit.</summary>
/// <param name="Unit">Its id.</param>
/// <param name="Arm">Its arm.</param>
/// <param name="Outcome">Name of the outcome.</param>
/// <param name="Before">From before its exposure.</param>
/// <param name="After">From its exposure on.</param>
public sealed record UnitOutcome(string Unit, string Arm, string Outcome, double Before, double After);
