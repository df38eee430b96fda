namespace Perto.Server;

/// <summary>One point of a line.</summary>
/// <param name="At">End of the interval.</param>
/// <param name="Value">In the line's unit.</param>
public sealed record RatePoint(DateTimeOffset At, double Value);
