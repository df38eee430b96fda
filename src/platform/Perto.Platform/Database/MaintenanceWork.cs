using Microsoft.Data.Sqlite;

namespace Perto.Platform;

/// <summary>Work that the writer thread does between two transactions.</summary>
internal abstract class MaintenanceWork : WriteWork
{
    /// <summary>Runs it to its end on this thread and answers its caller; throws nothing.</summary>
    public abstract void Run(SqliteConnection connection);
}
