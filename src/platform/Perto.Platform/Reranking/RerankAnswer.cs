namespace Perto.Platform;

/// <summary>What a <see cref="IReranker"/> thinks of documents.</summary>
/// <param name="Scores">
/// The relevance of each document, 0 to 1, in the order in which the documents were given. Comparable between documents of one query, and between queries
/// as far as the model goes.
/// </param>
/// <param name="Tokens">Tokens that were read or billed; null where the model does not say.</param>
public sealed record RerankAnswer(IReadOnlyList<double> Scores, long? Tokens)
{
    /// <summary>
    /// The raw outputs of a model that has them, about -10 to 10: <see cref="Scores"/> are their logistic function. In the order of the documents.
    /// </summary>
    public IReadOnlyList<double>? Logits { get; init; }

    /// <summary>Searches that were billed, where the provider bills by them: one is a query with up to a hundred documents; null otherwise.</summary>
    public long? Searches { get; init; }
}
