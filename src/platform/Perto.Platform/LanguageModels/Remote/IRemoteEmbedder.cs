namespace Perto.Platform;

/// <summary>A model of a service that embeds texts, one request at a time; <see cref="RemoteEmbeddingGenerator"/> makes a generator of it.</summary>
internal interface IRemoteEmbedder
{
    /// <summary>Which model.</summary>
    ModelName Model { get; }

    /// <summary>Where the service is.</summary>
    Uri Address { get; }

    /// <summary>How calls of the service are made.</summary>
    Dependency Dependency { get; }

    /// <summary>Dimensions that are asked for where a call does not say; null: what the model gives.</summary>
    int? Dimensions { get; }

    /// <summary>Most bytes of UTF-8 in a request, over all its texts.</summary>
    int MostBytes { get; }

    /// <summary>The longest text that the model reads, in bytes of UTF-8, where it refuses longer ones; others cut them.</summary>
    int LongestText => int.MaxValue;

    /// <summary>Most texts in a request.</summary>
    ValueTask<int> MostTextsAsync(CancellationToken cancellationToken);

    /// <summary>Embeds texts in one request.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="dimensions">How many dimensions; null: what the model gives.</param>
    /// <param name="request">Watches the attempts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>As many vectors as texts, checked with <see cref="RemoteAnswers"/>.</returns>
    /// <exception cref="DependencyException">The service does not answer, or with something else.</exception>
    ValueTask<RemoteEmbeddings> EmbedAsync(IReadOnlyList<string> texts, EmbeddingPurpose purpose, int? dimensions, ModelRequest request, CancellationToken cancellationToken);
}
