namespace Perto.Learning;

/// <summary>What simulated experiments gave.</summary>
/// <param name="Runs">Experiments.</param>
/// <param name="AtEnd">The fixed test, looked at once, at the end.</param>
/// <param name="Peeking">The fixed test, looked at each day and stopped as soon as it says yes: how not to do it.</param>
/// <param name="Sequential">The sequential test, looked at each day and stopped as soon as it says yes.</param>
public sealed record SimulationResult(int Runs, SimulationOutcome AtEnd, SimulationOutcome Peeking, SimulationOutcome Sequential);
