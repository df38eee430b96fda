using Microsoft.Extensions.Logging;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Makes the batches that were asked for; one whose server died goes on elsewhere when its lease ends.</summary>
internal sealed class BatchWork(BatchRunner runner, BatchRuns runs, ILogger<BatchWork> logger) : IOutboxHandler
{
    /// <summary>The topic of its messages.</summary>
    public const string Topic = "streaming.batch";

    private const int Tries = 20;

    /// <summary>One at a time in a process: a batch uses all processors that it may.</summary>
    public static OutboxTopicOptions Options { get; } = new()
    {
        Parallelism = 1,
        LeaseTime = TimeSpan.FromSeconds(30),
        LongestBackoff = TimeSpan.FromMinutes(1),
        MaxAttempts = Tries,
    };

    /// <inheritdoc/>
    public async Task HandleAsync(OutboxDelivery message, CancellationToken cancellationToken)
    {
        string id = message.Read<BatchOrder>().Id;
        try
        {
            await runner.RunAsync(message.Tenant, id, progress: null, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await runs.EndAsync(message.Tenant, id, BatchState.Queued, failure: null);
            throw;
        }
        catch (InvalidValueException refused)
        {
            await runs.EndAsync(message.Tenant, id, BatchState.Failed, refused.Message);
        }
        catch (Exception failure) when (message.Attempt >= Tries)
        {
            logger.BatchFailed(id, failure);
            await runs.EndAsync(message.Tenant, id, BatchState.Failed, "The batch failed inside the server; the log has the details");
            throw;
        }
    }
}
