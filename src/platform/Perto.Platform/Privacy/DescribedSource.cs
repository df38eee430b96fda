namespace Perto.Platform;

/// <summary>A place with data about people that is no table.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Description">What it is and how long it stays.</param>
public sealed record DescribedSource(string Source, string Description);
