namespace Perto.Streaming;

/// <summary>A person with their account.</summary>
/// <param name="Id">The service's id of the person.</param>
/// <param name="Country">ISO 3166 country code, if known.</param>
/// <param name="Tier">The subscription, if known.</param>
/// <param name="Profiles">The profiles of the household, by id.</param>
/// <param name="Ratings">How many titles they rated.</param>
/// <param name="Views">How many views they made.</param>
/// <param name="LastActive">When they last did something.</param>
public sealed record PersonDetails(
    string Id, string? Country, string? Tier, IReadOnlyList<Profile> Profiles, long Ratings, long Views, DateTimeOffset? LastActive);
