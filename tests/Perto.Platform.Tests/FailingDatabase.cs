namespace Perto.Platform.Tests;

/// <summary>A database that is away for as many calls as told.</summary>
internal sealed class FailingDatabase(IDatabase database) : IDatabase
{
    public int FailingReads { get; set; }

    public int FailingWrites { get; set; }

    public SqlDialect Dialect => database.Dialect;

    public Task<T> ReadAsync<T>(Func<DatabaseSession, Task<T>> read, CancellationToken cancellationToken = default) =>
        FailingReads > 0 ? throw Away(--FailingReads) : database.ReadAsync(read, cancellationToken);

    public Task<T> WriteAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken = default) =>
        FailingWrites > 0 ? throw Away(--FailingWrites) : database.WriteAsync(work, cancellationToken);

    public Task PurgeAsync(IReadOnlyList<string> tables, bool rewrite, CancellationToken cancellationToken = default) =>
        database.PurgeAsync(tables, rewrite, cancellationToken);

    private static InvalidOperationException Away(int more) => new($"The database is away, and {more} calls more.");
}
