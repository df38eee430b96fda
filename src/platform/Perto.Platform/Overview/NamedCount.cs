namespace Perto.Platform;

/// <summary>How many there are of something.</summary>
/// <param name="Name">What is counted, plural, in snake_case: <c>titles</c>.</param>
/// <param name="Value">How many.</param>
public sealed record NamedCount(string Name, long Value);
