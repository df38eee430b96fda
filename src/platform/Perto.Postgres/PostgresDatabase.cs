using System.Data;
using System.Diagnostics.Metrics;
using Npgsql;
using Perto.Platform;

namespace Perto.Postgres;

/// <summary>
/// The database on PostgreSQL, for many server processes. Works run on the pool's connections, serializable, so that a work
/// means the same as behind SQLite's one writer; the price is that one may lose to another and run again.
/// </summary>
public sealed class PostgresDatabase : IDatabase, IAsyncDisposable
{
    // Counted in time, not in attempts: on a hot row a work may lose many short races in a row before it wins one.
    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(30);

    private const string VectorSchema = "perto_vectors";

    private static readonly TimeSpan OldestReader = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlDataSource _source;
    private readonly ReadReplica? _replica;
    private readonly TimeSpan _reconnectTime;
    private readonly TimeProvider _clock;
    private readonly DatabaseMetrics _metrics;

    /// <param name="source">Connections; owned by this database from here on.</param>
    /// <param name="clock">Waits between attempts, measures.</param>
    /// <param name="meters">The host's meters.</param>
    /// <param name="options">A read replica, and patience with a server that is away; null: no replica, and the default.</param>
    public PostgresDatabase(NpgsqlDataSource source, TimeProvider clock, IMeterFactory meters, PostgresDatabaseOptions? options = null)
    {
        options ??= new PostgresDatabaseOptions();
        _source = source;
        _replica = options.Replica is { } replica ? new ReadReplica(replica, source, options.ReplicaLag, clock) : null;
        _reconnectTime = options.ReconnectTime;
        _clock = clock;
        _metrics = new DatabaseMetrics(meters, "postgres");
    }

    /// <inheritdoc/>
    public SqlDialect Dialect => SqlDialect.Postgres;

    /// <inheritdoc/>
    public async Task<T> ReadAsync<T>(Func<DatabaseSession, Task<T>> read, CancellationToken cancellationToken = default)
    {
        long started = _clock.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadFromAsync(_source, read, cancellationToken);
            }
            catch (NpgsqlException lost) when (LostConnection.Is(lost) && _clock.GetElapsedTime(started) < _reconnectTime)
            {
                _metrics.Reconnected();
                await RestAsync(attempt, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<T> ReadStaleAsync<T>(Func<DatabaseSession, Task<T>> read, CancellationToken cancellationToken = default)
    {
        if (_replica is not null && await _replica.FollowsAsync(cancellationToken))
        {
            try
            {
                T result = await ReadFromAsync(_replica.Source, read, cancellationToken);
                _metrics.StaleRead(byReplica: true);
                return result;
            }
            catch (NpgsqlException refused) when (LostConnection.Is(refused) || IsReplayConflict(refused))
            {
                if (!IsReplayConflict(refused))
                    _replica.Failed();
            }
        }
        T answer = await ReadAsync(read, cancellationToken);
        _metrics.StaleRead(byReplica: false);
        return answer;
    }

    /// <inheritdoc/>
    public async Task<T> WriteAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken = default)
    {
        long started = _clock.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            var run = new TransactionRun();
            try
            {
                return await RunAsync(work, run, cancellationToken);
            }
            catch (PostgresException lost) when (IsLostRace(lost) && _clock.GetElapsedTime(started) < RetryTime)
            {
                _metrics.Retried();
            }
            catch (NpgsqlException lost) when (LostConnection.Is(lost) && run.Commits)
            {
                if (await WasKeptAsync(run, lost))
                {
                    run.Session!.Committed();
                    return (T)run.Result!;
                }
                _metrics.Reconnected();
            }
            catch (NpgsqlException lost) when (LostConnection.Is(lost) && _clock.GetElapsedTime(started) < _reconnectTime)
            {
                _metrics.Reconnected();
            }
            await RestAsync(attempt, cancellationToken);
        }
    }

    /// <summary>Closes the pool.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_replica is not null)
            await _replica.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task<T> ReadFromAsync<T>(NpgsqlDataSource source, Func<DatabaseSession, Task<T>> read, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
        // Repeatable read is one snapshot for all queries, and in a read-only transaction it never fails to serialize.
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using (var readOnly = new NpgsqlCommand("set transaction read only", connection, transaction))
            await readOnly.ExecuteNonQueryAsync(cancellationToken);
        using var session = new DatabaseSession(connection, transaction, Dialect, cancellationToken);
        T result = await read(session);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Vacuum leaves rows that an older transaction may still see, so those are waited for: up to a minute. Free space inside of pages keeps
    /// old bytes until it is used again; <paramref name="rewrite"/> (<c>vacuum full</c>) leaves none. The planner's statistics quote frequent
    /// values, so they are made anew as well.
    /// </remarks>
    public async Task PurgeAsync(IReadOnlyList<string> tables, bool rewrite, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tables);
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
        await OlderTransactionsEndedAsync(connection, cancellationToken);
        foreach (string table in tables)
        {
            await PlannerStatistics.ForgetAsync(connection, $"\"{table}\"", cancellationToken);
            await VacuumAsync($"({(rewrite ? "full, " : "")}analyze) \"{table}\"");
        }
        await PlannerStatistics.RenewAsync(connection, VectorSchema, cancellationToken);
        // The statistics that were replaced just now may be seen by transactions that began before.
        await OlderTransactionsEndedAsync(connection, cancellationToken);
        if (tables.Count > 0)
            await VacuumAsync($"{(rewrite ? "(full) " : "")}pg_catalog.pg_statistic");

        async Task VacuumAsync(string what)
        {
            await using var vacuum = new NpgsqlCommand($"vacuum {what}", connection) { CommandTimeout = 0 };
            await vacuum.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task<T> RunAsync<T>(Func<DatabaseSession, Task<T>> work, TransactionRun run, CancellationToken cancellationToken)
    {
        long started = _clock.GetTimestamp();
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
        _metrics.Waited(_clock.GetElapsedTime(started));
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        using var session = new DatabaseSession(connection, transaction, Dialect, cancellationToken);
        T result = await work(session);
        run.Result = result;
        run.Session = session;
        // Asked before the commit, so that another connection can be asked what became of it.
        run.Id = await session.ScalarAsync<string>("select pg_current_xact_id_if_assigned()::text");
        run.Commits = true;
        // A commit that was cancelled half way would leave the caller without an answer to what is kept.
        await transaction.CommitAsync(CancellationToken.None);
        session.Committed();
        _metrics.Committed(1, _clock.GetElapsedTime(started));
        return result;
    }

    /// <summary>After a connection that was lost in the commit: whether the transaction was kept. The server keeps that of the last 2 billion transactions.</summary>
    /// <exception cref="CommitUnknownException">The server does not come back in time to be asked.</exception>
    private async Task<bool> WasKeptAsync(TransactionRun run, NpgsqlException lost)
    {
        // Nothing was written, so there is nothing to be lost.
        if (run.Id is null)
            return true;
        long started = _clock.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await using NpgsqlCommand command = _source.CreateCommand("select pg_xact_status($1::xid8)");
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = run.Id });
                switch (await command.ExecuteScalarAsync(CancellationToken.None))
                {
                    case "committed":
                        return true;
                    case "aborted":
                        return false;
                }
            }
            catch (NpgsqlException still) when (LostConnection.Is(still))
            {
                // Asked again below.
            }
            if (_clock.GetElapsedTime(started) >= _reconnectTime)
                throw new CommitUnknownException(lost);
            await RestAsync(attempt, CancellationToken.None);
        }
    }

    private async Task OlderTransactionsEndedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var now = new NpgsqlCommand("select pg_current_xact_id()::xid::text", connection);
        string present = (string)(await now.ExecuteScalarAsync(cancellationToken))!;
        long started = _clock.GetTimestamp();
        while (true)
        {
            await using var older = new NpgsqlCommand(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and greatest(age(backend_xmin), age(backend_xid)) > age(@present::text::xid)
                """,
                connection);
            older.Parameters.AddWithValue("present", present);
            if ((long)(await older.ExecuteScalarAsync(cancellationToken))! == 0)
                return;
            if (_clock.GetElapsedTime(started) > OldestReader)
                throw new PurgeBlockedException("a transaction that began before the deletion has run for more than a minute");
            await Task.Delay(LookAgain, _clock, cancellationToken);
        }
    }

    // So many races at once that the server has no room to note them (out of shared memory) are lost like one.
    private static bool IsLostRace(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.OutOfMemory;

    // A replica that must replay what a query still looks at cancels the query in the end.
    private static bool IsReplayConflict(NpgsqlException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure };

    // Somewhere below 2, 4, 8 ... 256 ms, so that those who met do not meet again. In real time, also under a clock that a test moves: whom
    // it waits for is real.
    private static Task RestAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * (1 << Math.Min(attempt, 8))), TimeProvider.System, cancellationToken);

    /// <summary>How far a transaction came.</summary>
    private sealed class TransactionRun
    {
        /// <summary>Its number; null while it has written nothing.</summary>
        public string? Id { get; set; }

        /// <summary>Whether the commit was sent.</summary>
        public bool Commits { get; set; }

        /// <summary>What the work returned.</summary>
        public object? Result { get; set; }

        /// <summary>Has what is to be done after the commit.</summary>
        public DatabaseSession? Session { get; set; }
    }
}
