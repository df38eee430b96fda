namespace Perto.Platform;

/// <summary>A message whose try failed.</summary>
/// <param name="Message">The message.</param>
/// <param name="Error">Why, in words that may be kept.</param>
/// <param name="DueAt">When it is tried again; null when it is given up.</param>
internal sealed record OutboxFailure(ClaimedMessage Message, string Error, long? DueAt);
