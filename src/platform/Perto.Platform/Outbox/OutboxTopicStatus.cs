namespace Perto.Platform;

/// <summary>How a topic of a tenant does.</summary>
public sealed record OutboxTopicStatus
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Unfinished messages: the sum of ready, leased, delayed and waiting.</summary>
    public required long Depth { get; init; }

    /// <summary>Messages that a worker may take now.</summary>
    public required long Ready { get; init; }

    /// <summary>Messages that a worker has.</summary>
    public required long Leased { get; init; }

    /// <summary>Messages whose time has not come: enqueued with a delay, or to be tried again.</summary>
    public required long Delayed { get; init; }

    /// <summary>Messages that a worker has met and put behind an earlier one of their key.</summary>
    public required long Waiting { get; init; }

    /// <summary>Messages that were given up.</summary>
    public required long Dead { get; init; }

    /// <summary>Seconds since the oldest unfinished message was enqueued; null where there is none.</summary>
    public double? OldestSeconds { get; init; }

    /// <summary>Most tries that an unfinished message has behind it.</summary>
    public required int Attempts { get; init; }

    /// <summary>Messages handled a second by the answering process, over the last minute.</summary>
    public required double Rate { get; init; }

    /// <summary>Most unfinished messages, about; null where the answering process has no handler for the topic.</summary>
    public int? QueueLimit { get; init; }
}
