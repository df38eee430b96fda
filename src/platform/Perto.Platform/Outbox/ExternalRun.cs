using System.Diagnostics;

namespace Perto.Platform;

/// <summary>Runs an <see cref="IOutboxHandler"/>: each message by itself, some at once.</summary>
internal sealed class ExternalRun(
    IOutboxHandler handler, OutboxTopic topic, OutboxOutcomes outcomes, OutboxMetrics metrics, TimeProvider clock, CancellationToken abandon) : IOutboxRun
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Held> _held = [];
    private readonly Queue<Held> _waiting = new();
    private int _running;

    public int Room
    {
        get
        {
            lock (_lock)
                return topic.Options.Parallelism + topic.Options.Prefetch - _held.Count;
        }
    }

    public bool IsIdle
    {
        get
        {
            lock (_lock)
                return _held.Count == 0;
        }
    }

    public void Take(IReadOnlyList<ClaimedMessage> messages)
    {
        lock (_lock)
        {
            foreach (ClaimedMessage message in messages)
            {
                var held = new Held(message, abandon);
                // A message that this worker lost and claimed again is still at work; its lease is new, and that is all.
                if (_held.TryAdd(message.Seq, held))
                    _waiting.Enqueue(held);
                else
                    held.Dispose();
            }
            StartWaiting();
        }
    }

    public void ReturnWaiting()
    {
        List<ClaimedMessage> returned = [];
        lock (_lock)
        {
            while (_waiting.TryDequeue(out Held? held))
            {
                _held.Remove(held.Message.Seq);
                returned.Add(held.Message);
                held.Dispose();
            }
        }
        outcomes.Returned(returned);
    }

    public IReadOnlyList<long> Leased()
    {
        lock (_lock)
            return [.. _held.Keys];
    }

    public int Drop(IReadOnlyCollection<long> lost)
    {
        int dropped = 0;
        lock (_lock)
        {
            foreach (long seq in lost)
            {
                if (!_held.TryGetValue(seq, out Held? held))
                    continue;
                held.Lose();
                dropped++;
            }
        }
        return dropped;
    }

    private void StartWaiting()
    {
        while (_running < topic.Options.Parallelism && _waiting.TryDequeue(out Held? held))
        {
            _running++;
            _ = Task.Run(() => RunAsync(held), CancellationToken.None);
        }
    }

    private async Task RunAsync(Held held)
    {
        ClaimedMessage message = held.Message;
        long started = clock.GetTimestamp();
        Activity? activity = metrics.Start(message);
        Action tell;
        try
        {
            held.Token.ThrowIfCancellationRequested();
            await handler.HandleAsync(message.ToDelivery(), held.Token);
            tell = () => outcomes.Done(message);
        }
        catch (OperationCanceledException) when (held.Token.IsCancellationRequested)
        {
            // What was lost is another's; only the others can be given back.
            tell = held.IsLost ? () => { } : () => outcomes.Returned([message]);
        }
        catch (Exception failure)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            tell = () => outcomes.Failed(message, failure);
        }
        activity?.Dispose();
        metrics.Ran(message, clock.GetElapsedTime(started));
        tell();
        lock (_lock)
        {
            _held.Remove(message.Seq);
            _running--;
            StartWaiting();
        }
        held.Dispose();
        outcomes.Wake();
    }

    private sealed class Held(ClaimedMessage message, CancellationToken abandon) : IDisposable
    {
        private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(abandon);

        public ClaimedMessage Message => message;

        public CancellationToken Token => _cancellation.Token;

        public bool IsLost { get; private set; }

        public void Lose()
        {
            IsLost = true;
            // Not here: what is registered on the token runs in it, and the caller has a lock.
            _ = _cancellation.CancelAsync();
        }

        public void Dispose() => _cancellation.Dispose();
    }
}
