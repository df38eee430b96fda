namespace Perto.Platform;

/// <summary>Embeddings of one tenant: the same in process (<see cref="LocalEmbeddings"/>) and over HTTP (<c>Perto.Client</c>).</summary>
public interface IEmbeddings
{
    /// <summary>Embeds 1 to <see cref="EmbeddingRequest.MaxTexts"/> texts.</summary>
    /// <exception cref="PertoException">A text or a value of the request breaks its rule, or the model does not answer.</exception>
    Task<EmbeddedTexts> EmbedAsync(IReadOnlyList<string> texts, EmbeddingRequest request, CancellationToken cancellationToken = default);

    /// <summary>Tries a model.</summary>
    /// <param name="model">Which; null: the default.</param>
    /// <param name="accept">Whether what it gives now is what it is to give from now on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<EmbeddingCheck> CheckAsync(ModelName? model, bool accept, CancellationToken cancellationToken = default);

    /// <summary>What is kept in the database.</summary>
    Task<EmbeddingStatistics> StatisticsAsync(CancellationToken cancellationToken = default);

    /// <summary>Has the vectors of common queries made before somebody asks one.</summary>
    /// <param name="texts">The queries; null: those of the settings.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many there are, and how many the model had to make.</returns>
    Task<WarmedTexts> WarmAsync(IReadOnlyList<string>? texts, CancellationToken cancellationToken = default);

    /// <summary>Deletes the vectors of texts, and what is kept of the texts with them.</summary>
    /// <returns>How many vectors the database had.</returns>
    Task<int> ForgetAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);
}
