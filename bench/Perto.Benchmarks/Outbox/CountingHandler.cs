using System.Diagnostics;
using Perto.Platform;

namespace Perto.Benchmarks.Outbox;

/// <summary>Does nothing but tell when a message is done, durably.</summary>
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
