using System.Diagnostics;
using Perto.Platform;

namespace Perto.Benchmarks.Outbox;

/// <summary>Handlers that do nothing but tell when a message is done, durably where they are in the database.</summary>
internal sealed class CountingHandler : IOutboxDatabaseHandler
{
    private Action<OutboxDelivery, long>? _handled;

    public void Tell(Action<OutboxDelivery, long>? handled) => _handled = handled;

    public Task HandleAsync(OutboxDelivery message, DatabaseSession session)
    {
        session.AfterCommit(() => _handled?.Invoke(message, Stopwatch.GetTimestamp()));
        return Task.CompletedTask;
    }
}

/// <summary>The external form: done when it returns.</summary>
internal sealed class CountingExternalHandler : IOutboxHandler
{
    private Action<OutboxDelivery, long>? _handled;

    public void Tell(Action<OutboxDelivery, long>? handled) => _handled = handled;

    public Task HandleAsync(OutboxDelivery message, CancellationToken cancellationToken)
    {
        _handled?.Invoke(message, Stopwatch.GetTimestamp());
        return Task.CompletedTask;
    }
}
