namespace Perto.Platform;

/// <summary>A topic of a tenant has as many unfinished messages as it may; nothing was written.</summary>
public sealed class OutboxFullException : PertoException
{
    /// <param name="topic">The topic.</param>
    /// <param name="limit">Most unfinished messages that a tenant may have in it.</param>
    public OutboxFullException(string topic, int limit)
        : base("outbox_full", 503, $"The outbox topic {topic} has {limit} unfinished messages, which is its limit; try again when its workers have caught up")
    {
        Topic = topic;
        Limit = limit;
        RetryAfter = TimeSpan.FromSeconds(2);
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>Most unfinished messages that a tenant may have in it.</summary>
    public int Limit { get; }
}
