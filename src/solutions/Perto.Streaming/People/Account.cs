namespace Perto.Streaming;

/// <summary>What the service knows of a person beside what they did.</summary>
/// <param name="Country">ISO 3166 country code, if known.</param>
/// <param name="Tier">The subscription, if known.</param>
/// <param name="Profiles">The profiles of the household.</param>
public sealed record Account(string? Country, string? Tier, IReadOnlyList<Profile> Profiles)
{
    /// <summary>Of somebody of whom nothing is known.</summary>
    public static Account Unknown { get; } = new(null, null, []);
}
