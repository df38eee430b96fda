namespace Perto.Platform;

/// <summary>What several searches found, in their order.</summary>
/// <param name="Results">One answer for each search.</param>
public sealed record VectorSearchAnswers(IReadOnlyList<VectorSearchAnswer> Results);
