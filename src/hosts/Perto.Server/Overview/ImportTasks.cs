using Perto.Platform;

namespace Perto.Server;

/// <summary>Imports, as tasks that can be watched.</summary>
internal sealed class ImportTasks(ImportRunner imports) : ITaskSource
{
    public async Task<IReadOnlyList<TaskProgress>> TasksAsync(TenantId tenant, int limit, CancellationToken cancellationToken) =>
        [.. (await imports.ListAsync(tenant, limit, cancellationToken)).Select(Describe)];

    private static TaskProgress Describe(ImportReport run) => new()
    {
        Id = run.Id,
        Kind = "import",
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(run.Source)),
        State = run.State switch
        {
            ImportState.Done => TaskProgressState.Done,
            ImportState.Failed => TaskProgressState.Failed,
            ImportState.Interrupted => TaskProgressState.Cancelled,
            _ => TaskProgressState.Running,
        },
        // Rows are not counted before they are read, so the end is not known.
        Progress = run.State == ImportState.Done ? 1 : null,
        Detail = run.Failure ?? $"{run.Kind}: {run.RowsRead:N0} lines read, {run.RowsRejected:N0} left out",
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
    };
}
