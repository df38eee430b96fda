namespace Perto.Recommendations;

/// <summary>A source in a plan.</summary>
/// <param name="Source">Its type.</param>
/// <param name="Take">How many candidates it may bring.</param>
/// <param name="Budget">How long it may take.</param>
public sealed record PlannedSource(Type Source, int Take, TimeSpan Budget);
