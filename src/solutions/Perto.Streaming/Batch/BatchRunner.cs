using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Makes a batch: people by the order of their ids, some hundred at a time, each chunk written down as done when it is durable. What was killed goes on behind the last
/// chunk; what it had written beyond that is written again, the same.
/// </summary>
internal sealed class BatchRunner(BatchRuns runs, BatchPeople people, BatchPages pages, LeaseKeeper leases, StreamingMetrics metrics, IOptions<BatchSettings> settings, ILogger<BatchRunner> logger)
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    /// <summary>Makes what is left of a batch; nothing of one that has ended.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="id">The batch.</param>
    /// <param name="progress">Told after each chunk.</param>
    /// <param name="cancellationToken">Stops it; it can be gone on with.</param>
    public async Task RunAsync(TenantId tenant, string id, IProgress<BatchProgress>? progress, CancellationToken cancellationToken)
    {
        // One at a time of a tenant, on whichever server: a batch uses all processors that it may.
        await using KeptLease lease = await leases.KeepAsync($"streaming/batch/{tenant}", LeaseTime, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        if (await runs.StartAsync(tenant, id, stop.Token) is not { } run)
            return;
        await using IBatchOutput output = run.File is { } file
            ? new BatchFile(file, Enum.Parse<BatchFormat>(run.Format!, ignoreCase: true))
            : new BatchTable(people, tenant, id, lease);
        await output.OpenAsync(run.Bytes, stop.Token);
        BatchRequest request = run.ToRequest();
        while (await people.NextAsync(tenant, run, request.Segment, settings.Value.PeopleAtOnce, stop.Token) is { Count: > 0 } users)
        {
            IReadOnlyList<BatchOutcome> outcomes = await pages.MakeAsync(tenant, request, UnixMicros.ToMoment(run.At), users, stop.Token);
            if (await WriteAsync(tenant, run, outcomes, output, lease, stop.Token) is not { } reached)
                return;
            run = reached;
            progress?.Report(new BatchProgress(Math.Max(run.People, run.Done), run.Done, run.Failed));
        }
        await output.FinishAsync(stop.Token);
        await runs.EndAsync(tenant, id, BatchState.Done, failure: null);
    }

    /// <summary>Writes a chunk, then that it is done; null when the batch has been ended meanwhile.</summary>
    private async Task<BatchRow?> WriteAsync(
        TenantId tenant, BatchRow run, IReadOnlyList<BatchOutcome> outcomes, IBatchOutput output, KeptLease lease, CancellationToken cancellationToken)
    {
        BatchedPage[] made = [.. outcomes.Select(outcome => outcome.Page).OfType<BatchedPage>()];
        if (await output.WriteAsync(made, cancellationToken) is not { } bytes)
            return null;
        BatchRow reached = run with
        {
            Made = run.Made + made.Length,
            Failed = run.Failed + outcomes.Count - made.Length,
            Degraded = run.Degraded + made.Count(page => page.Degraded.Count > 0),
            Reached = outcomes[^1].User,
            Bytes = bytes,
        };
        List<BatchFailure> failures = [];
        foreach (BatchOutcome outcome in outcomes)
        {
            if (outcome.Failure is not { } failure)
                continue;
            failures.Add(new BatchFailure(outcome.User, failure is PertoException ? failure.Message : $"It failed inside the program ({failure.GetType().Name}); the log has the details"));
            logger.BatchPageFailed(run.Id, failure);
        }
        metrics.BatchPages("made", made.Length);
        metrics.BatchPages("failed", failures.Count);
        return await runs.CheckpointAsync(tenant, reached, failures, lease, cancellationToken) ? reached : null;
    }
}
