namespace Perto.Platform;

/// <summary>A topic of a tenant has as many unfinished messages as it may; nothing was written.</summary>
public sealed class OutboxFullException(string topic, int limit)
    : PertoException("outbox_full", 503, $"The outbox topic {topic} has {limit} unfinished messages, which is its limit; try again when its workers have caught up")
{
    /// <summary>The topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>Most unfinished messages that a tenant may have in it.</summary>
    public int Limit { get; } = limit;

    /// <summary>When it is worth trying again.</summary>
    public TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(2);
}
