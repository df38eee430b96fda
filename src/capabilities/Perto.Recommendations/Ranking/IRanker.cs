namespace Perto.Recommendations;

/// <summary>Puts one score on each candidate.</summary>
public interface IRanker<in TContext, TItem>
    where TItem : class, ICatalogueItem
{
    /// <summary>Writes the score of candidate i to <paramref name="scores"/>[i]: 0..1, higher is better.</summary>
    void Rank(TContext context, CandidateSet<TItem> candidates, Span<float> scores);

    /// <summary>
    /// What each feature added to the score of one candidate, by feature name. Together with the sources' parts the values sum
    /// to the score that <see cref="Rank"/> gave. Asked only for items that are shown.
    /// </summary>
    IReadOnlyDictionary<string, double> Parts(TContext context, CandidateSet<TItem> candidates, int candidate);
}
