namespace Perto.Platform;

/// <summary>The value of one interval.</summary>
/// <param name="At">When the interval ended.</param>
/// <param name="Value">In the unit of the series.</param>
public sealed record SeriesPoint(DateTimeOffset At, double Value);
