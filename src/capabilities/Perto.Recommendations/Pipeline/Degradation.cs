namespace Perto.Recommendations;

/// <summary>A part that an answer had to do without.</summary>
/// <param name="Source">The source left out.</param>
/// <param name="Reason"><c>late</c> (its budget was spent) or <c>failed</c>.</param>
/// <param name="Instead">The source that took its place; null when none did.</param>
public sealed record Degradation(string Source, string Reason, string? Instead = null);
