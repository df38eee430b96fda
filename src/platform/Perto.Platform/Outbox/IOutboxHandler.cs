namespace Perto.Platform;

/// <summary>
/// Handles messages whose effect is outside of the database, at least once: a process that dies between the effect and the completion
/// leaves a message that is handled again. <see cref="OutboxDelivery.Id"/> is the idempotency key.
/// </summary>
public interface IOutboxHandler
{
    /// <summary>Does the work.</summary>
    /// <param name="message">What is to be done.</param>
    /// <param name="cancellationToken">
    /// The server stops and has no more time, or the lease was lost: return soon by throwing <see cref="OperationCanceledException"/>. The message is then left
    /// to others, and the try does not count.
    /// </param>
    /// <exception cref="PermanentFailureException">Trying again cannot help.</exception>
    Task HandleAsync(OutboxDelivery message, CancellationToken cancellationToken);
}
