namespace Perto.Cli;

/// <summary>A metric of an arm against the control, at the end of a day; all units until then.</summary>
internal sealed record Look(DateOnly Day, string Metric, string Arm, long Units, long ControlUnits, ReportedEffect? Effect);
