using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Trainings asked for over HTTP, one after another. They are kept in memory: a training that dies with its server changed
/// nothing, and is asked for again.
/// </summary>
public sealed class TrainingRuns(
    CollaborativeTraining training, PertoSettings settings, IdGenerator ids, TimeProvider clock, ILogger<TrainingRuns> logger)
{
    private const int MaxQueued = 16;
    private const int Kept = 50;

    private readonly ConcurrentDictionary<(TenantId Tenant, string Id), TrainingRun> _runs = new();
    private readonly Channel<(TenantId Tenant, string Id)> _queue =
        Channel.CreateBounded<(TenantId, string)>(new BoundedChannelOptions(MaxQueued) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Asks for a training.</summary>
    /// <exception cref="ConflictException">Too many wait already, or this process does no background work.</exception>
    public TrainingRun Ask(TenantId tenant)
    {
        if (!settings.Workers)
            throw new ConflictException("workers_off", "This server does no background work (--workers false); ask one that does");
        var run = new TrainingRun { Id = ids.NewId(), State = TrainingState.Queued, StartedAt = clock.GetUtcNow() };
        _runs[(tenant, run.Id)] = run;
        if (!_queue.Writer.TryWrite((tenant, run.Id)))
        {
            _runs.TryRemove((tenant, run.Id), out _);
            throw new ConflictException("trainings_waiting", $"{MaxQueued} trainings wait already; ask again when one is done");
        }

        return run;
    }

    /// <summary>A run.</summary>
    /// <exception cref="NotFoundException">There is none with this id, or it is long ago.</exception>
    public TrainingRun Find(TenantId tenant, string id) =>
        _runs.GetValueOrDefault((tenant, id)) ?? throw new NotFoundException("training", id);

    /// <summary>The latest runs of a tenant, latest first.</summary>
    public IReadOnlyList<TrainingRun> List(TenantId tenant, int limit) =>
        [.. _runs.Where(run => run.Key.Tenant == tenant).Select(run => run.Value).OrderByDescending(run => run.Id).Take(limit)];

    /// <summary>Runs what is asked for until it is cancelled.</summary>
    internal async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach ((TenantId Tenant, string Id) key in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            await RunAsync(key, cancellationToken);
            foreach (((TenantId, string) Key, TrainingRun _) old in _runs.OrderByDescending(run => run.Value.Id)
                .Skip(Kept).Select(run => (run.Key, run.Value)))
            {
                _runs.TryRemove(old.Key, out _);
            }
        }
    }

    private async Task RunAsync((TenantId Tenant, string Id) key, CancellationToken cancellationToken)
    {
        Change(key, run => run with { State = TrainingState.Running });
        try
        {
            var progress = new Progress<TrainingProgress>(now =>
                Change(key, run => run.FinishedAt is null ? run with { Detail = now.Detail, Progress = now.Done } : run));
            TrainingReport report = await training.TrainAsync(key.Tenant, progress, cancellationToken);
            Change(key, run => run with { State = TrainingState.Done, Report = report, Progress = 1, FinishedAt = clock.GetUtcNow() });
        }
        catch (PertoException refused)
        {
            Fail(key, refused.Message);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // A training that fails is that training's end, not the server's.
            logger.TrainingFailed(key.Id, failure);
            Fail(key, "The training failed; the log says why");
        }
    }

    private void Fail((TenantId, string) key, string reason) =>
        Change(key, run => run with { State = TrainingState.Failed, Failure = reason, FinishedAt = clock.GetUtcNow() });

    private void Change((TenantId, string) key, Func<TrainingRun, TrainingRun> change)
    {
        while (_runs.TryGetValue(key, out TrainingRun? run) && !_runs.TryUpdate(key, change(run), run))
        {
            // Somebody else changed it in between: their change is the new ground for ours.
        }
    }
}
