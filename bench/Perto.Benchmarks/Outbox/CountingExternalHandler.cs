using System.Diagnostics;
using Perto.Platform;

namespace Perto.Benchmarks.Outbox;

/// <summary>The same outside of the database: done when it returns.</summary>
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
