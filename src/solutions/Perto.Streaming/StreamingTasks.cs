using System.Globalization;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Trainings and batches for the list of long work; imports are listed by the platform.</summary>
internal sealed class StreamingTasks(TrainingRuns trainings, Batches batches) : ITaskSource
{
    public async Task<IReadOnlyList<TaskProgress>> TasksAsync(TenantId tenant, int limit, CancellationToken cancellationToken) =>
    [
        .. (await trainings.ListAsync(tenant, limit, cancellationToken)).Select(Training),
        .. (await batches.ListAsync(tenant, limit, cancellationToken)).Select(Batch),
    ];

    private static TaskProgress Training(TrainingRun run) => new()
    {
        Id = run.Id,
        Kind = "training",
        Name = run.Model == TrainedModel.Ranker ? RankerModel.ModelName : CollaborativeModel.ModelName,
        State = run.State switch
        {
            TrainingState.Done => TaskProgressState.Done,
            TrainingState.Failed => TaskProgressState.Failed,
            _ => TaskProgressState.Running,
        },
        Progress = run.Progress,
        Detail = run.Failure ?? run.Detail,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
    };

    private static TaskProgress Batch(BatchRun run) => new()
    {
        Id = run.Id,
        Kind = "batch",
        Name = run.Request.Kind == BatchKind.Home ? "home pages" : "recommendations",
        State = run.State switch
        {
            BatchState.Done => TaskProgressState.Done,
            BatchState.Failed => TaskProgressState.Failed,
            BatchState.Cancelled => TaskProgressState.Cancelled,
            _ => TaskProgressState.Running,
        },
        Progress = run.People == 0 ? null : Math.Min(1, (double)(run.Made + run.Failed) / run.People),
        Detail = run.Failure ?? string.Create(CultureInfo.InvariantCulture, $"{run.Made:N0} of {run.People:N0} people, {run.Failed:N0} failed"),
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
    };
}
