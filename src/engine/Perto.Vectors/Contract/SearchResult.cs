namespace Perto.Vectors;

/// <summary>The answer to a <see cref="VectorQuery"/> or a <see cref="FusedQuery"/>.</summary>
/// <param name="Hits">Best first; equal scores in id order.</param>
/// <param name="Explain">How it was found.</param>
public sealed record SearchResult(IReadOnlyList<SearchHit> Hits, SearchExplain Explain);
