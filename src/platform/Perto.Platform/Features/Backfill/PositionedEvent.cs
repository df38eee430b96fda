namespace Perto.Platform;

/// <summary>An event of a source.</summary>
/// <param name="Position">From where the source goes on behind it; at most 200 characters.</param>
/// <param name="Event">The event.</param>
public readonly record struct PositionedEvent(string Position, FeatureEvent Event);
