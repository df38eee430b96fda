namespace Perto.Platform;

/// <summary>What a retrieval found.</summary>
/// <param name="Id">Its id, once among the candidates of a query.</param>
/// <param name="Text">What a re-ranker reads of it.</param>
/// <param name="Score">Its score of the retrieval, higher is better. The adaptive decision takes it to be a similarity, 0 to 1.</param>
public sealed record RerankCandidate(string Id, string Text, double Score);
