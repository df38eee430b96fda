namespace Perto.Streaming;

/// <summary>The numbers that the ranking saw of a title.</summary>
/// <param name="Title">The title's id.</param>
/// <param name="Values">One for each name; null where it is not known.</param>
public sealed record SeenFeatures(string Title, IReadOnlyList<float?> Values);
