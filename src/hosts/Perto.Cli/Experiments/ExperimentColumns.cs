namespace Perto.Cli;

/// <summary>Where the rows of an experiment have what.</summary>
/// <param name="Unit">Column of the unit: who or what fell on an arm.</param>
/// <param name="Variant">Column of the arm.</param>
/// <param name="Date">Column of the day, where the experiment is looked at day by day.</param>
internal sealed record ExperimentColumns(string Unit, string Variant, string? Date);
