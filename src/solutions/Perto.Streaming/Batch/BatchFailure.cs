namespace Perto.Streaming;

/// <summary>A person for whom no page could be made.</summary>
/// <param name="User">Who.</param>
/// <param name="Failure">Why.</param>
public sealed record BatchFailure(string User, string Failure);
