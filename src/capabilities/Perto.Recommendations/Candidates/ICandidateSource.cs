namespace Perto.Recommendations;

/// <summary>Finds items that may interest somebody, by one idea: alike people, the last film watched, what is trending.</summary>
/// <typeparam name="TContext">Who asks and in what situation.</typeparam>
/// <typeparam name="TItem">What is recommended.</typeparam>
public interface ICandidateSource<in TContext, TItem>
    where TItem : class, ICatalogueItem
{
    /// <summary>Name in scores, metrics and explanations, in snake_case.</summary>
    string Name { get; }

    /// <summary>
    /// Whether it answers at once, from what is in memory: then it is asked on the thread of the request, while those that search are on their way, and
    /// no budget is watched.
    /// </summary>
    bool IsImmediate => false;

    /// <summary>
    /// The best items of this source, best first. Runs beside the other sources; a source that throws or does not answer
    /// within its budget is left out of the page and reported.
    /// </summary>
    /// <param name="context">Who asks.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Cancelled when the budget is spent or the caller has gone.</param>
    ValueTask<IReadOnlyList<Scored<TItem>>> FindAsync(TContext context, int take, CancellationToken cancellationToken);
}
