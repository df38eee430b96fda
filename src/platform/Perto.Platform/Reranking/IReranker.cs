namespace Perto.Platform;

/// <summary>Judges how well documents answer a query. Safe for use by many threads.</summary>
public interface IReranker
{
    /// <summary>Which model it is, with its provider.</summary>
    ModelName Model { get; }

    /// <summary>Judges documents.</summary>
    /// <param name="query">What is asked; not empty.</param>
    /// <param name="documents">The texts; at least one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A score for each document.</returns>
    /// <exception cref="DependencyException">The service of the model does not answer.</exception>
    Task<RerankAnswer> RerankAsync(string query, IReadOnlyList<string> documents, CancellationToken cancellationToken = default);
}
