namespace Perto.Streaming;

/// <summary>A person in a list.</summary>
/// <param name="Id">The service's id of the person.</param>
/// <param name="Ratings">How many titles they rated.</param>
/// <param name="Views">How many views they made.</param>
/// <param name="LastActive">When they last did something.</param>
public sealed record PersonSummary(string Id, long Ratings, long Views, DateTimeOffset? LastActive);
