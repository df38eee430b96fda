using Microsoft.Data.Sqlite;

namespace Perto.Platform;

/// <summary>Work on the writer's connection that cannot run inside of a transaction, such as <c>vacuum</c>.</summary>
internal sealed class QueuedMaintenance<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) : MaintenanceWork
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override CancellationToken CancellationToken { get; } = cancellationToken;

    public override bool TryStart()
    {
        if (!CancellationToken.IsCancellationRequested)
            return true;
        _answer.TrySetCanceled(CancellationToken);
        return false;
    }

    public override void Run(SqliteConnection connection)
    {
        try
        {
            _answer.SetResult(work(connection));
        }
        catch (Exception reason)
        {
            Fail(reason);
        }
    }

    public override void Run(DatabaseSession session) => throw new InvalidOperationException("Maintenance runs outside of transactions");

    public override void Succeed()
    {
        // It has answered for itself.
    }

    public override void Fail(Exception reason) => _answer.TrySetException(reason);
}
