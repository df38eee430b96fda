namespace Perto.Streaming;

/// <summary>A person's country and subscription as they come in.</summary>
internal sealed record ListedAccount(string User, string? Country, string? Tier);
