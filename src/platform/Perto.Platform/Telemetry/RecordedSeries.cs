namespace Perto.Platform;

/// <summary>A time series as it was recorded.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit"><c>per_second</c> or <c>milliseconds</c>.</param>
/// <param name="Points">Oldest first; a percentile has no point for an interval in which nothing was measured.</param>
public sealed record RecordedSeries(string Name, string Unit, IReadOnlyList<SeriesPoint> Points);
