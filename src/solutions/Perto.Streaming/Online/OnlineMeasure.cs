namespace Perto.Streaming;

/// <summary>A measure of the service as people use it, against its target. Reported, never asserted.</summary>
/// <param name="Name">As <c>click_through</c>.</param>
/// <param name="Definition">What is divided by what.</param>
/// <param name="Unit">What the value is in: <c>share</c>, <c>minutes</c>, or <c>per_impression</c>.</param>
/// <param name="Target">The value should be above it; absent where there is none.</param>
/// <param name="Observations">How many there are to speak of: impressions, clicks, views, sessions, people.</param>
public sealed record OnlineMeasure(string Name, string Definition, string Unit, double? Target, long Observations)
{
    /// <summary>The value; absent where nothing was observed.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of the 95 % interval, which counts each person's doings as one; absent with fewer than two people.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of it.</summary>
    public double? Upper { get; init; }

    /// <summary>Whether the value is above the target; absent where there is no value or no target.</summary>
    public bool? Met => Value is { } value && Target is { } target ? value > target : null;
}
