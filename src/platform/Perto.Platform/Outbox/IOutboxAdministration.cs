namespace Perto.Platform;

/// <summary>What an operator sees and does of a tenant's outbox: the same in process (<see cref="LocalOutboxAdministration"/>) and over HTTP (<c>Perto.Client</c>).</summary>
public interface IOutboxAdministration
{
    /// <summary>How the topics do, by name.</summary>
    Task<IReadOnlyList<OutboxTopicStatus>> StatusAsync(CancellationToken cancellationToken = default);

    /// <summary>A page of dead letters, without payloads.</summary>
    /// <param name="topic">Only of this topic; null: of all.</param>
    /// <param name="paging">Which page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Page<DeadLetter>> ListDeadAsync(string? topic, Paging paging, CancellationToken cancellationToken = default);

    /// <summary>A dead letter with its payload.</summary>
    /// <exception cref="PertoException">There is none with this id.</exception>
    Task<DeadLetter> FindDeadAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Puts a dead letter back into the queue.</summary>
    /// <exception cref="PertoException">There is none with this id.</exception>
    Task<ReplayReport> ReplayAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Puts all dead letters of a topic back into the queue.</summary>
    Task<ReplayReport> ReplayTopicAsync(string topic, CancellationToken cancellationToken = default);

    /// <summary>Deletes a dead letter for good.</summary>
    /// <exception cref="PertoException">There is none with this id.</exception>
    Task DiscardAsync(string id, CancellationToken cancellationToken = default);
}
