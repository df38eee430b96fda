namespace Perto.Platform;

/// <summary>What became of a call of a re-ranker.</summary>
/// <param name="Scores">Its scores, in the order of the documents; null where it failed.</param>
/// <param name="Problem">Why it failed.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record RerankCall(IReadOnlyList<double>? Scores, string? Problem, TimeSpan Elapsed);
