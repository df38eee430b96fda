namespace Perto.Streaming;

/// <summary>An experiment that a page is part of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Arm">The arm by which the page was made; <c>holdout</c> for somebody of the holdout.</param>
public sealed record PageExperiment(string Name, int Version, string Arm);
