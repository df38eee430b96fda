namespace Perto.Streaming;

/// <summary>A title near to another, as servers share it.</summary>
/// <param name="Id">The title.</param>
/// <param name="Score">The cosine of their vectors.</param>
internal sealed record NearTitle(string Id, float Score);
