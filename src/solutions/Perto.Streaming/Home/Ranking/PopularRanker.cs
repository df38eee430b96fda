using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>Ranks by what most people rated or watched, whoever asks.</summary>
public sealed class PopularRanker : IRanker<HomeContext, Title>
{
    /// <inheritdoc/>
    public void Rank(HomeContext context, CandidateSet<Title> candidates, Span<float> scores)
    {
        int popular = candidates.SourceIndex(PopularHere.SourceName);
        for (int candidate = 0; candidate < scores.Length; candidate++)
            scores[candidate] = candidates.NormalisedScore(popular, candidate);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Parts(HomeContext context, CandidateSet<Title> candidates, int candidate)
    {
        int popular = candidates.SourceIndex(PopularHere.SourceName);
        return new Dictionary<string, double>(StringComparer.Ordinal) { [PopularHere.SourceName] = Math.Round(candidates.NormalisedScore(popular, candidate), 4) };
    }
}
