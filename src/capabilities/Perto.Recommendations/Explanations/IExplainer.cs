namespace Perto.Recommendations;

/// <summary>Says in words why an item is shown, from the source that really produced it.</summary>
public interface IExplainer<in TContext, TItem>
    where TItem : class, ICatalogueItem
{
    /// <summary>One short sentence.</summary>
    /// <param name="context">Who is addressed.</param>
    /// <param name="candidates">All candidates of the request.</param>
    /// <param name="candidate">The one to explain.</param>
    /// <param name="source">The source to speak of; it did produce the candidate.</param>
    string Reason(TContext context, CandidateSet<TItem> candidates, int candidate, int source);
}
