namespace Perto.Platform;

/// <summary>The outbox in process.</summary>
/// <param name="status">Tells how it does.</param>
/// <param name="letters">What was given up.</param>
/// <param name="tenant">Whose.</param>
public sealed class LocalOutboxAdministration(OutboxStatus status, DeadLetters letters, TenantId tenant) : IOutboxAdministration
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxTopicStatus>> StatusAsync(CancellationToken cancellationToken = default) => status.ReadAsync(tenant, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<DeadLetter>> ListDeadAsync(string? topic, Paging paging, CancellationToken cancellationToken = default) =>
        letters.ListAsync(tenant, topic, paging, cancellationToken);

    /// <inheritdoc/>
    public Task<DeadLetter> FindDeadAsync(string id, CancellationToken cancellationToken = default) => letters.FindAsync(tenant, id, cancellationToken);

    /// <inheritdoc/>
    public Task<ReplayReport> ReplayAsync(string id, CancellationToken cancellationToken = default) => letters.ReplayAsync(tenant, id, cancellationToken);

    /// <inheritdoc/>
    public Task<ReplayReport> ReplayTopicAsync(string topic, CancellationToken cancellationToken = default) =>
        letters.ReplayTopicAsync(tenant, topic, cancellationToken);

    /// <inheritdoc/>
    public Task DiscardAsync(string id, CancellationToken cancellationToken = default) => letters.DiscardAsync(tenant, id, cancellationToken);
}
