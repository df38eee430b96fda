namespace Perto.Platform;

/// <summary>Short forms of <see cref="IDatabase"/>.</summary>
public static class DatabaseExtensions
{
    /// <summary>Runs a work that has no result in a transaction; see <see cref="IDatabase.WriteAsync{T}"/>.</summary>
    public static Task WriteAsync(this IDatabase database, Func<DatabaseSession, Task> work, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async session =>
            {
                await work(session);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Asks the engine who it is, for health: <c>sqlite 3.40.1 (system library)</c>, <c>postgres 15.13</c>.
    /// Throws what the engine throws when it does not answer.
    /// </summary>
    public static Task<string> DescribeAsync(this IDatabase database, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            async session =>
            {
                if (session.Dialect == SqlDialect.Postgres)
                    return "postgres " + await session.ScalarAsync<string>("show server_version");
                // A query that touches the file, so that a broken one is noticed.
                await session.ScalarAsync<long>("select count(*) from sqlite_master");
                return SqliteLibrary.Description;
            },
            cancellationToken);
}
