namespace Perto.Streaming;

/// <summary>A person's profile as it comes in.</summary>
internal sealed record ListedProfile(string User, Profile Profile);
