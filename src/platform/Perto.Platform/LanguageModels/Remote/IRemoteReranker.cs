namespace Perto.Platform;

/// <summary>A model of a service that judges documents, one request at a time; <see cref="RemoteReranker"/> makes a re-ranker of it.</summary>
internal interface IRemoteReranker
{
    /// <summary>Which model.</summary>
    ModelName Model { get; }

    /// <summary>Most bytes of UTF-8 in a request, over all its documents.</summary>
    int MostBytes { get; }

    /// <summary>Most documents in a request.</summary>
    ValueTask<int> MostDocumentsAsync(CancellationToken cancellationToken);

    /// <summary>Judges documents in one request.</summary>
    /// <param name="query">The query.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="request">Watches the attempts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>As many scores as documents, in their order.</returns>
    /// <exception cref="DependencyException">The service does not answer, or with something else.</exception>
    ValueTask<RerankAnswer> RerankAsync(string query, IReadOnlyList<string> documents, ModelRequest request, CancellationToken cancellationToken);
}
