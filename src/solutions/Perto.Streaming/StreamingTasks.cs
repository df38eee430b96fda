using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Trainings for the list of long work; imports are listed by the platform.</summary>
internal sealed class StreamingTasks(TrainingRuns trainings) : ITaskSource
{
    public async Task<IReadOnlyList<TaskProgress>> TasksAsync(TenantId tenant, int limit, CancellationToken cancellationToken) =>
        [.. (await trainings.ListAsync(tenant, limit, cancellationToken)).Select(run => new TaskProgress
        {
            Id = run.Id,
            Kind = "training",
            Name = CollaborativeModel.ModelName,
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
        })];
}
