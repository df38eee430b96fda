using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>Ranks by the live learned ranker; by the blend where there is none, or where the candidates could not be described.</summary>
public sealed class LearnedRanker : IRanker<HomeContext, Title>
{
    private readonly HomeRanker _blend = new();

    /// <inheritdoc/>
    public void Rank(HomeContext context, CandidateSet<Title> candidates, Span<float> scores)
    {
        if (context.Ranker is { } ranker && candidates.Features is { } features)
            ranker.Score(features, scores);
        else
            _blend.Rank(context, candidates, scores);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Parts(HomeContext context, CandidateSet<Title> candidates, int candidate) =>
        context.Ranker is { } ranker && candidates.Features is { } features
            ? ranker.Parts(features, candidate)
            : _blend.Parts(context, candidates, candidate);
}
