namespace Perto.Server;

/// <summary>One line over time.</summary>
/// <param name="Name">What it shows: <c>requests</c>.</param>
/// <param name="Unit"><c>per_second</c> or <c>milliseconds</c>.</param>
/// <param name="Points">Oldest first.</param>
public sealed record RateSeries(string Name, string Unit, IReadOnlyList<RatePoint> Points);
