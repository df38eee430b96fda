using Microsoft.Extensions.Logging;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Carries out the trainings that were asked for.</summary>
internal sealed class TrainingWork(TrainingRuns runs, CollaborativeTraining training, RankerTraining ranker, TimeProvider clock, ILogger<TrainingWork> logger) : IOutboxHandler
{
    /// <summary>The topic of its messages.</summary>
    public const string Topic = "streaming.train";

    private const int Tries = 3;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    /// <summary>One at a time in a process: a training uses all its processors.</summary>
    public static OutboxTopicOptions Options { get; } = new()
    {
        Parallelism = 1,
        LeaseTime = TimeSpan.FromSeconds(30),
        MaxAttempts = Tries,
    };

    /// <inheritdoc/>
    public async Task HandleAsync(OutboxDelivery message, CancellationToken cancellationToken)
    {
        (string id, TrainedModel model) = message.Read<TrainingOrder>();
        if (!await runs.ReportAsync(message.Tenant, id, TrainingState.Running, progress: null, cancellationToken))
            return;
        try
        {
            object report = model == TrainedModel.Ranker
                ? await WatchedAsync(ranker.TrainAsync, message.Tenant, id, cancellationToken)
                : await WatchedAsync(training.TrainAsync, message.Tenant, id, cancellationToken);
            await runs.EndAsync(message.Tenant, id, report, failure: null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await runs.ReportAsync(message.Tenant, id, TrainingState.Queued, progress: null, CancellationToken.None);
            throw;
        }
        catch (PertoException refused)
        {
            // There is nothing to learn from, or it cannot be learned: another try would say the same.
            await runs.EndAsync(message.Tenant, id, report: null, refused.Message);
        }
        catch (Exception failure) when (message.Attempt >= Tries)
        {
            logger.TrainingFailed(id, failure);
            await runs.EndAsync(message.Tenant, id, report: null, "The training failed inside the server; the log has the details");
            throw;
        }
    }

    /// <summary>Trains, and writes down once a second how far it is.</summary>
    private async Task<TReport> WatchedAsync<TReport>(
        Func<TenantId, IProgress<TrainingProgress>?, CancellationToken, Task<TReport>> train, TenantId tenant, string id, CancellationToken cancellationToken)
    {
        var latest = new LatestProgress();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<TReport> work = train(tenant, latest, stop.Token);
        try
        {
            TrainingProgress? written = null;
            while (await Task.WhenAny(work, Task.Delay(ReportEvery, clock, CancellationToken.None)) != work)
            {
                if (latest.Value == written)
                    continue;
                written = latest.Value;
                await runs.ReportAsync(tenant, id, TrainingState.Running, written, cancellationToken);
            }
            return await work;
        }
        catch
        {
            // With the database away the next try would begin beside this one.
            await stop.CancelAsync();
            await work.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    private sealed class LatestProgress : IProgress<TrainingProgress>
    {
        public TrainingProgress? Value { get; private set; }

        public void Report(TrainingProgress value) => Value = value;
    }
}
