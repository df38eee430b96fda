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
    /// Runs <paramref name="work"/> in a transaction and returns after it is durable. All of it is kept or none of it.
    /// On a serialization failure the work runs again, so it must have no effect outside of the session.
    /// The work may await only calls of the session it is given.
    /// </summary>
    Task<T> WriteAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken = default);
}
