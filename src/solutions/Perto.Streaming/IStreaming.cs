using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// The streaming solution for one tenant: the same in process (<see cref="LocalStreaming"/>) and over HTTP (<c>Perto.Client</c>).
/// </summary>
public interface IStreaming
{
    /// <summary>The home page of a person; for somebody unknown, a page of what is trending and new.</summary>
    Task<HomePage> HomeAsync(string user, HomeRequest request, CancellationToken cancellationToken);

    /// <summary>One list of <paramref name="n"/> (1..500) titles for a person.</summary>
    Task<RecommendationList> RecommendAsync(string user, int n, CancellationToken cancellationToken);

    /// <summary>The <paramref name="n"/> (1..500) titles nearest to one title.</summary>
    Task<SimilarTitles> SimilarAsync(string title, int n, CancellationToken cancellationToken);

    /// <summary>Takes what people did, all or none; returns when it is durable.</summary>
    Task<EventReceipt> RecordAsync(IReadOnlyList<StreamingEvent> events, CancellationToken cancellationToken);

    /// <summary>
    /// Imports a folder or a file. Lines that break a rule are reported and left out; a run that was interrupted goes on where
    /// it stopped.
    /// </summary>
    Task<ImportReport> ImportAsync(string path, IProgress<ImportProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Trains the collaborative model on all that is there, and makes it live if it passes its gate.</summary>
    Task<TrainingReport> TrainAsync(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken);
}
