namespace Perto.Platform;

/// <summary>
/// Handles messages whose effect is in the database. The effect and the completion are one transaction: however often a message is
/// tried, its effect is there once.
/// </summary>
public interface IOutboxDatabaseHandler
{
    /// <summary>
    /// Writes the effect of <paramref name="message"/>. Several messages may share a transaction, and on a conflict it runs again: like every
    /// work of <see cref="IDatabase.WriteAsync{T}"/> it awaits only calls of its session and has no effect outside of it.
    /// </summary>
    /// <exception cref="PermanentFailureException">Trying again cannot help.</exception>
    Task HandleAsync(OutboxDelivery message, DatabaseSession session);
}
