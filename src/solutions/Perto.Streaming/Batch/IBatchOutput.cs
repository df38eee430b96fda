namespace Perto.Streaming;

/// <summary>Where the pages of a batch go, person by person in the order of their ids.</summary>
internal interface IBatchOutput : IAsyncDisposable
{
    /// <summary>Begins, or goes on behind the last person who was written down as done.</summary>
    /// <param name="bytes">The size up to that person; 0 at the beginning.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task OpenAsync(long bytes, CancellationToken cancellationToken);

    /// <summary>Writes pages durably; returns the size with them, or null when the batch has been ended meanwhile.</summary>
    Task<long?> WriteAsync(IReadOnlyList<BatchedPage> pages, CancellationToken cancellationToken);

    /// <summary>All are written.</summary>
    Task FinishAsync(CancellationToken cancellationToken);
}
