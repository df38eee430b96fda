namespace Perto.Platform;

/// <summary>Whether candidates are re-ranked.</summary>
/// <param name="Rerank">Whether they are.</param>
/// <param name="Rule">The rule that decided.</param>
/// <param name="Reason">Its words for this query.</param>
public sealed record RerankDecision(bool Rerank, RerankRule Rule, string Reason);
