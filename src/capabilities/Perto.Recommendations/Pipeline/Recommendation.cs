namespace Perto.Recommendations;

/// <summary>The outcome of one request: a list, and behind it all candidates in order for the rows of a page.</summary>
public sealed class Recommendation<TContext, TItem>
    where TItem : class, ICatalogueItem
{
    private readonly float[] _scores;
    private readonly float[] _factors;
    private readonly Func<TContext, CandidateSet<TItem>, float[], int, int, int?, Recommended<TItem>> _present;

    internal Recommendation(
        TContext context,
        CandidateSet<TItem> candidates,
        float[] scores,
        float[] factors,
        IReadOnlyList<int> ordered,
        IReadOnlyList<int> top,
        IReadOnlyList<Degradation> degraded,
        Func<TContext, CandidateSet<TItem>, float[], int, int, int?, Recommended<TItem>> present)
    {
        Context = context;
        Candidates = candidates;
        Ordered = ordered;
        Top = top;
        Degraded = degraded;
        _scores = scores;
        _factors = factors;
        _present = present;
    }

    /// <summary>Who asked.</summary>
    public TContext Context { get; }

    /// <summary>All that the sources found.</summary>
    public CandidateSet<TItem> Candidates { get; }

    /// <summary>Every candidate that the rules let through, best first, before diversification.</summary>
    public IReadOnlyList<int> Ordered { get; }

    /// <summary>The list: the best candidates, spread out.</summary>
    public IReadOnlyList<int> Top { get; }

    /// <summary>Sources that the answer had to do without.</summary>
    public IReadOnlyList<Degradation> Degraded { get; }

    /// <summary>What the rules multiplied the score of a candidate with; 0 when they dropped it.</summary>
    public float Factor(int candidate) => _factors[candidate];

    /// <summary>A candidate with its score parts and its reason.</summary>
    /// <param name="candidate">Which one.</param>
    /// <param name="rank">Its place in the row or list, from 1.</param>
    /// <param name="source">The source that the reason should speak of; null for the one that scored it highest.</param>
    public Recommended<TItem> Present(int candidate, int rank, int? source = null) =>
        _present(Context, Candidates, _scores, candidate, rank, source);

    /// <summary>The list with scores and reasons.</summary>
    public IReadOnlyList<Recommended<TItem>> List() => [.. Top.Select((candidate, index) => Present(candidate, index + 1))];
}
