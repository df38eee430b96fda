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
    /// <param name="path">The folder or file.</param>
    /// <param name="mapping">Where in files of other names and columns Perto's columns stand, as JSON; null for a known layout.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it, or the waiting for it where it runs elsewhere.</param>
    Task<ImportReport> ImportAsync(string path, string? mapping, IProgress<ImportProgress>? progress, CancellationToken cancellationToken);

    /// <summary>As above, for a known layout.</summary>
    Task<ImportReport> ImportAsync(string path, IProgress<ImportProgress>? progress, CancellationToken cancellationToken);

    /// <summary>
    /// Makes lists or pages for many people at once, into a file or into the table. A file gets its name when it is whole; what is stopped or killed is gone on with by
    /// <see cref="BatchTarget.Resume"/>.
    /// </summary>
    /// <param name="request">What is made, and for whom.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it, or the waiting for it where it is made elsewhere.</param>
    Task<BatchRun> BatchAsync(BatchRequest request, BatchTarget target, IProgress<BatchProgress>? progress, CancellationToken cancellationToken);

    /// <summary>The online measures of a time with their targets.</summary>
    Task<MeasuresReport> MeasuresAsync(MeasuresRequest request, CancellationToken cancellationToken);

    /// <summary>What a ranking would have earned on served pages, as far as they say.</summary>
    Task<ServedPolicyReport> OffPolicyAsync(ServedPolicyRequest request, CancellationToken cancellationToken);

    /// <summary>The pinned titles, by id.</summary>
    Task<IReadOnlyList<StoredPin>> PinsAsync(CancellationToken cancellationToken);

    /// <summary>Pins a title under an id, in place of the pin that is there.</summary>
    Task<StoredPin> PinAsync(string id, Pin pin, CancellationToken cancellationToken);

    /// <summary>Takes a pin away.</summary>
    Task UnpinAsync(string id, CancellationToken cancellationToken);

    /// <summary>Trains the collaborative model on all that is there, and makes it live if it passes its gate.</summary>
    Task<TrainingReport> TrainAsync(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Trains the ranker of the home page on what people did with served pages, and makes it live if it passes its gate.</summary>
    Task<RankerReport> TrainRankerAsync(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken);
}
