namespace Perto.Platform;

/// <summary>
/// The truth that everything else is derived from. Reads run at once on their own connection; writes go through
/// <see cref="WriteAsync{T}"/>, which on SQLite is one thread that groups works into commits and on PostgreSQL the pool.
/// </summary>
public interface IDatabase
{
    /// <summary>Which engine answers.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Reads on a consistent view: all queries of one call see the same state.</summary>
    Task<T> ReadAsync<T>(Func<DatabaseSession, Task<T>> read, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads what may be some seconds old, as lists that people look through and the data of a training: from a read replica where
    /// there is one that follows closely, else as <see cref="ReadAsync{T}"/>. A caller's own write may be missing.
    /// </summary>
    Task<T> ReadStaleAsync<T>(Func<DatabaseSession, Task<T>> read, CancellationToken cancellationToken = default) => ReadAsync(read, cancellationToken);

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction and returns after it is durable. All of it is kept or none of it.
    /// On a serialization failure, or a connection that is lost before the commit, the work runs again, so it must have no effect
    /// outside of the session. The work may await only calls of the session it is given.
    /// </summary>
    /// <exception cref="CommitUnknownException">The connection was lost in the commit, and the database did not come back to say what became of it.</exception>
    Task<T> WriteAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken = default);

    /// <summary>
    /// Cleans the engine's files of rows that were deleted before the call: afterwards no file that the engine still reads holds them.
    /// SQLite: with <paramref name="rewrite"/> the whole database is written anew, and its log is emptied in any case. PostgreSQL: the
    /// tables are vacuumed, with <paramref name="rewrite"/> in full, which locks each of them meanwhile; its log (WAL) keeps what it keeps.
    /// Not inside of a write.
    /// </summary>
    /// <param name="tables">The tables that rows were deleted from.</param>
    /// <param name="rewrite">Whether free space inside of files is cleaned too.</param>
    /// <param name="cancellationToken">Gives up; it can be called again.</param>
    /// <exception cref="PurgeBlockedException">Somebody reads an older state of the database and does not end.</exception>
    Task PurgeAsync(IReadOnlyList<string> tables, bool rewrite, CancellationToken cancellationToken = default);
}
