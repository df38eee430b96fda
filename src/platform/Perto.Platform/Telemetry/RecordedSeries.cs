namespace Perto.Platform;

/// <summary>A time series as it was recorded.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">What the values are in.</param>
/// <param name="Points">Oldest first; a percentile has no point for an interval in which nothing was measured.</param>
public sealed record RecordedSeries(string Name, SeriesUnit Unit, IReadOnlyList<SeriesPoint> Points);
