using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Collects what became of a worker's messages until its next transaction writes that down, and tells metrics and log.</summary>
internal sealed class OutboxOutcomes(
    OutboxTopic topic, OutboxWakeup wakeup, OutboxMetrics metrics, OutboxRates rates, OutboxLimits limits, TimeProvider clock, ILogger logger)
{
    private readonly Lock _lock = new();
    private Settlement _open = new();

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _open.IsEmpty;
        }
    }

    /// <summary>An external handler has done its work; that is not durable yet.</summary>
    public void Done(ClaimedMessage message) => Note(open => open.Done.Add(message));

    /// <summary>Messages are handled, durably.</summary>
    public void Completed(IEnumerable<ClaimedMessage> messages)
    {
        List<(string Tenant, string Key)> freed = [];
        foreach (ClaimedMessage message in messages)
        {
            TellProcessed(message);
            if (message.OrderingKey is { } key)
                freed.Add((message.Tenant, key));
        }
        Note(open => open.Freed.UnionWith(freed));
    }

    /// <summary>A try failed: it is tried again later, or given up.</summary>
    public void Failed(ClaimedMessage message, Exception failure)
    {
        metrics.Failed(message);
        string error = OutboxErrorText.Of(failure, message.Payload);
        bool isGivenUp = failure is PermanentFailureException || message.Attempts >= topic.Options.MaxAttempts;
        if (isGivenUp)
        {
            logger.OutboxMessageDied(message.Id, message.Topic, message.Attempts, error, failure.StackTrace);
            Note(open => open.Failed.Add(new OutboxFailure(message, error, DueAt: null)));
            return;
        }
        TimeSpan delay = OutboxBackoff.After(topic.Options, message.Attempts, Random.Shared.NextDouble());
        logger.OutboxTryFailed(message.Id, message.Topic, message.Attempts, delay, error, failure.StackTrace);
        Note(open => open.Failed.Add(new OutboxFailure(message, error, UnixMicros.From(clock.GetUtcNow() + delay))));
    }

    /// <summary>Messages were not tried to the end, through no fault of theirs.</summary>
    public void Returned(IEnumerable<ClaimedMessage> messages, TimeSpan delay = default)
    {
        long due = UnixMicros.From(clock.GetUtcNow() + delay);
        Note(open => open.Returned.AddRange(messages.Select(message => (message, due))));
    }

    /// <summary>What has to be written down.</summary>
    public Settlement Take()
    {
        lock (_lock)
        {
            Settlement taken = _open;
            _open = new Settlement();
            return taken;
        }
    }

    /// <summary>It could not be written.</summary>
    public void PutBack(Settlement settlement)
    {
        lock (_lock)
        {
            settlement.Add(_open);
            _open = settlement;
        }
    }

    /// <summary>It was written.</summary>
    public void Settled(Settlement settlement, Claim claim)
    {
        HashSet<long> lost = [.. claim.Lost.Select(message => message.Seq)];
        foreach (ClaimedMessage message in settlement.Done.Where(message => !lost.Contains(message.Seq)))
            TellProcessed(message);
        foreach (ClaimedMessage message in settlement.Failed.Where(failure => failure.DueAt is null).Select(failure => failure.Message).Concat(claim.Abandoned))
        {
            metrics.Died(message);
            limits.Finished(message.Tenant, message.Topic);
        }
        TellLost(lost.Count);
    }

    /// <summary>Others have messages that this worker was still at.</summary>
    public void TellLost(int count)
    {
        if (count == 0)
            return;
        metrics.Lost(topic.Name, count);
        logger.OutboxLeaseLost(topic.Name, count);
    }

    /// <summary>There is room for more.</summary>
    public void Wake() => wakeup.Set();

    private void TellProcessed(ClaimedMessage message)
    {
        metrics.Processed(message, clock.GetUtcNow() - UnixMicros.ToMoment(message.EnqueuedAt));
        rates.Processed(message.Tenant, message.Topic);
        limits.Finished(message.Tenant, message.Topic);
    }

    private void Note(Action<Settlement> note)
    {
        lock (_lock)
            note(_open);
        wakeup.Set();
    }
}
