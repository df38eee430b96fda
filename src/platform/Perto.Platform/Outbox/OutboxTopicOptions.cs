namespace Perto.Platform;

/// <summary>How the messages of a topic are handled.</summary>
public sealed record OutboxTopicOptions
{
    /// <summary>The defaults.</summary>
    public static OutboxTopicOptions Default { get; } = new();

    /// <summary>External handlers: messages at once in a process, 1 to 1,000. Database handlers: transactions at once, of which SQLite runs one.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>Most messages in one transaction of a database handler, 1 to 1,000.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>
    /// How long a claimed message is kept from others when its worker dies, 1 second to 1 hour; renewed while the handler runs. Must be much longer than the
    /// clocks of the servers differ.
    /// </summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Tries before a message becomes a dead letter, 1 to 1,000.</summary>
    public int MaxAttempts { get; init; } = 12;

    /// <summary>Wait after the first failed try; it doubles with each further one. More than zero.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between tries; not less than <see cref="FirstBackoff"/>.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most unfinished messages of a tenant, about: above it an enqueue is refused. 1 or more.</summary>
    public int QueueLimit { get; init; } = 100_000;

    /// <summary>Messages of an external handler that are claimed before there is room for them, so that no slot waits for the database.</summary>
    internal int Prefetch => Math.Max(1, Parallelism / 2);

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Check()
    {
        Range(nameof(Parallelism), Parallelism, 1, 1000);
        Range(nameof(BatchSize), BatchSize, 1, 1000);
        Range(nameof(LeaseTime), LeaseTime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Range(nameof(MaxAttempts), MaxAttempts, 1, 1000);
        Range(nameof(FirstBackoff), FirstBackoff, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
        Range(nameof(LongestBackoff), LongestBackoff, FirstBackoff, TimeSpan.FromDays(7));
        Range(nameof(QueueLimit), QueueLimit, 1, int.MaxValue);
    }

    private static void Range<T>(string name, T given, T low, T high)
        where T : IComparable<T>
    {
        if (given.CompareTo(low) < 0 || given.CompareTo(high) > 0)
            throw new ArgumentOutOfRangeException(name, given, $"{name} must be between {low} and {high}");
    }
}
