using Perto.Vectors;

namespace Perto.Platform;

/// <summary>What a search found, and how.</summary>
/// <param name="Hits">Best first; equal scores in id order.</param>
/// <param name="Explain">How it was found.</param>
public sealed record VectorSearchAnswer(IReadOnlyList<VectorHit> Hits, VectorSearchExplain Explain)
{
    /// <summary>The JSON form of a result.</summary>
    public static VectorSearchAnswer Of(SearchResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new VectorSearchAnswer([.. result.Hits.Select(VectorHit.Of)], VectorSearchExplain.Of(result.Explain));
    }

    /// <summary>The result, as a store in process gives it.</summary>
    public SearchResult ToResult() => new([.. Hits.Select(hit => hit.ToHit())], Explain.ToExplain());
}
