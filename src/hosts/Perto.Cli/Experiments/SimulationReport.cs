using Perto.Learning;

namespace Perto.Cli;

/// <summary>What simulated experiments gave.</summary>
/// <param name="Control">Name of the control.</param>
/// <param name="ControlValue">Its mean or share.</param>
/// <param name="Treatment">Name of the treatment.</param>
/// <param name="TreatmentValue">Its mean or share.</param>
/// <param name="Runs">Experiments.</param>
/// <param name="Days">Days of each, with a look at the end of each day.</param>
/// <param name="UnitsPerDay">New units a day in each arm.</param>
/// <param name="AtEnd">The fixed test, looked at once, at the end.</param>
/// <param name="Peeking">The fixed test, looked at each day.</param>
/// <param name="Sequential">The sequential test, looked at each day.</param>
internal sealed record SimulationReport(
    string Control, double ControlValue, string Treatment, double TreatmentValue, int Runs, int Days, int UnitsPerDay, SimulationOutcome AtEnd, SimulationOutcome Peeking,
    SimulationOutcome Sequential);
