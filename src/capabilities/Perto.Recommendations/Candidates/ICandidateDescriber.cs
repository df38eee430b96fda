namespace Perto.Recommendations;

/// <summary>Describes candidates in numbers, between the rules and the ranking. Rankers and logs read the same table, so that a model is trained on what it is served.</summary>
public interface ICandidateDescriber<in TContext, TItem>
    where TItem : class, ICatalogueItem
{
    /// <summary>Names of the features, in the order of the columns.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Fills the table; what stays NaN is not known. A describer that throws costs the features, not the answer.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="candidates">All that the sources found.</param>
    /// <param name="table">One row for each candidate, all NaN.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    ValueTask DescribeAsync(TContext context, CandidateSet<TItem> candidates, FeatureTable table, CancellationToken cancellationToken);
}
