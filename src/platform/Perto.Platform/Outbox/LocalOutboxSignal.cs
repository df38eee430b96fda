using System.Collections.Concurrent;

namespace Perto.Platform;

/// <summary>Signals inside of a process: all there is where one process owns the database.</summary>
public sealed class LocalOutboxSignal : IOutboxSignal
{
    private readonly ConcurrentDictionary<Subscription, bool> _subscriptions = new();

    /// <inheritdoc/>
    public Task AnnounceAsync(DatabaseSession session, string topic)
    {
        session.AfterCommit(() => Wake(topic));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(string topic, Action wake)
    {
        var subscription = new Subscription(this, topic, wake);
        _subscriptions[subscription] = true;
        return subscription;
    }

    /// <summary>Wakes the workers of a topic.</summary>
    public void Wake(string topic)
    {
        foreach ((Subscription subscription, _) in _subscriptions)
        {
            if (subscription.Topic == topic)
                subscription.Wake();
        }
    }

    /// <summary>Wakes all workers.</summary>
    public void WakeAll()
    {
        foreach ((Subscription subscription, _) in _subscriptions)
            subscription.Wake();
    }

    private sealed class Subscription(LocalOutboxSignal signal, string topic, Action wake) : IDisposable
    {
        public string Topic => topic;

        public void Wake() => wake();

        public void Dispose() => signal._subscriptions.TryRemove(this, out _);
    }
}
