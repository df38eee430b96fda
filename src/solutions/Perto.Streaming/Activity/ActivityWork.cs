using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Counts what people did, soon after they did it.</summary>
internal sealed class ActivityWork(ActivityCounting counting) : IOutboxHandler
{
    /// <summary>The topic of its messages.</summary>
    public const string Topic = "streaming.activity";

    /// <summary>One at a time in a process: each takes all that there is, and the next ones find little or nothing.</summary>
    public static OutboxTopicOptions Options { get; } = new() { Parallelism = 1, LongestBackoff = TimeSpan.FromMinutes(1), QueueLimit = 1_000_000 };

    /// <inheritdoc/>
    public Task HandleAsync(OutboxDelivery message, CancellationToken cancellationToken) =>
        counting.CountAsync(message.Tenant, progress: null, cancellationToken);
}
