using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Perto.Platform;

/// <summary>
/// The embedded database. All writes run on one thread, which puts the works that wait into one transaction and commits them
/// together, each behind a savepoint of its own: a failing work is undone alone, and one disk flush serves many callers.
/// Writers on connections of their own would starve each other for seconds. Reads run at once, on the caller's thread.
/// </summary>
/// <remarks>
/// Microsoft.Data.Sqlite has no asynchronous input and output: its async methods complete synchronously. That is why the writer
/// thread may wait for a work's task, and why a work may await only calls of its session.
/// </remarks>
public sealed class SqliteDatabase : IDatabase, IAsyncDisposable
{
    private const int QueueCapacity = 4096;
    private const int MaxGroupWorks = 512;

    // How often the log's end is waited for, each time for a quarter of a second; other writes come in between.
    private const int MaxLogAttempts = 240;

    // A group ends after this time so that the first caller in it does not wait for slow works behind it.
    private static readonly TimeSpan MaxGroupTime = TimeSpan.FromMilliseconds(10);

    private readonly SqliteDataSource _source;
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _clock;
    private readonly DatabaseMetrics _metrics;
    private readonly Channel<WriteWork> _queue;
    private readonly Thread _writer;
    private readonly TaskCompletionSource _writerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SqliteDatabase(SqliteDataSource source, TimeProvider clock, IMeterFactory meters)
    {
        _source = source;
        _clock = clock;
        _metrics = new DatabaseMetrics(meters, "sqlite");
        _connection = source.OpenWriter();
        _queue = Channel.CreateBounded<WriteWork>(new BoundedChannelOptions(QueueCapacity) { SingleReader = true });
        _writer = new Thread(RunWriter) { IsBackground = true, Name = "Perto SQLite writer" };
        _writer.Start();
    }

    /// <inheritdoc/>
    public SqlDialect Dialect => SqlDialect.Sqlite;

    /// <summary>Opens the database in the file at <paramref name="path"/>, which is made when it is not there.</summary>
    /// <exception cref="SqliteException">The file cannot be opened, or is not a database.</exception>
    public static SqliteDatabase Open(string path, TimeProvider clock, IMeterFactory meters) => new(new SqliteDataSource(path), clock, meters);

    /// <inheritdoc/>
    public async Task<T> ReadAsync<T>(Func<DatabaseSession, Task<T>> read, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using SqliteConnection connection = _source.OpenReader();
        await using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        using var session = new DatabaseSession(connection, transaction, Dialect, cancellationToken);
        return await read(session);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Called inside of another work: that would wait for itself.</exception>
    public async Task<T> WriteAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken = default)
    {
        if (Thread.CurrentThread == _writer)
            throw new InvalidOperationException("WriteAsync was called inside of a write, which would wait for itself; use the session at hand");
        cancellationToken.ThrowIfCancellationRequested();
        var queued = new QueuedWrite<T>(work, cancellationToken) { QueuedAt = _clock.GetTimestamp() };
        await QueueAsync(queued, cancellationToken);
        return await queued.Answer;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Deleted content is overwritten by every delete (<c>secure_delete</c>), but copies that pages left behind when they were split or merged
    /// are not: only writing the database anew is rid of them. It needs as much room on the disk again; reads go on, writes wait.
    /// </remarks>
    public async Task PurgeAsync(IReadOnlyList<string> tables, bool rewrite, CancellationToken cancellationToken = default)
    {
        if (rewrite)
            await MaintainAsync(static connection => Execute(connection, "vacuum"), cancellationToken);
        for (int attempt = 0; attempt < MaxLogAttempts; attempt++)
        {
            if (await MaintainAsync(TruncateLog, cancellationToken))
                return;
        }
        throw new PurgeBlockedException("a reader has held an old state of it for more than a minute");
    }

    /// <summary>Finishes the works that wait, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writerEnded.Task;
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task QueueAsync(WriteWork work, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(work, cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw new ObjectDisposedException("The database is closed", closed);
        }
    }

    private async Task<T> MaintainAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        var queued = new QueuedMaintenance<T>(work, cancellationToken) { QueuedAt = _clock.GetTimestamp() };
        await QueueAsync(queued, cancellationToken);
        return await queued.Answer;
    }

    private static int Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>Writes the log into the database file and empties it; false where a reader still needs it.</summary>
    private static bool TruncateLog(SqliteConnection connection)
    {
        Execute(connection, "pragma busy_timeout = 250");
        try
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "pragma wal_checkpoint(truncate)";
            using SqliteDataReader answer = command.ExecuteReader();
            return answer.Read() && answer.GetInt32(0) == 0;
        }
        finally
        {
            Execute(connection, SqliteDataSource.BusyTimeout);
        }
    }

    private void RunWriter()
    {
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            if (_queue.Reader.TryPeek(out WriteWork? next) && next is MaintenanceWork maintenance && _queue.Reader.TryRead(out _))
            {
                if (maintenance.TryStart())
                    maintenance.Run(_connection);
                continue;
            }
            var group = new List<WriteWork>();
            try
            {
                RunGroup(group);
            }
            catch (SqliteException reason) when (group.Count > 1 && reason.SqliteErrorCode == raw.SQLITE_CONSTRAINT)
            {
                // A constraint that is checked at commit failed for one of them: alone, each answers for itself.
                foreach (WriteWork work in group)
                    RunAlone(work);
            }
            catch (Exception reason)
            {
                foreach (WriteWork work in group)
                    work.Fail(reason);
            }
        }
        _writerEnded.SetResult();
    }

    /// <summary>Runs waiting works in one transaction; <paramref name="group"/> holds those that wait for its commit.</summary>
    private void RunGroup(List<WriteWork> group)
    {
        long started = _clock.GetTimestamp();
        SqliteTransaction? transaction = null;
        try
        {
            while (group.Count < MaxGroupWorks
                && (group.Count == 0 || _clock.GetElapsedTime(started) < MaxGroupTime)
                && !(_queue.Reader.TryPeek(out WriteWork? next) && next is MaintenanceWork)
                && _queue.Reader.TryRead(out WriteWork? work))
            {
                if (!work.TryStart())
                    continue;
                _metrics.Waited(_clock.GetElapsedTime(work.QueuedAt));
                group.Add(work);
                transaction ??= _connection.BeginTransaction(deferred: false);
                if (!RunBehindSavepoint(work, transaction))
                    group.RemoveAt(group.Count - 1);
            }
            transaction?.Commit();
        }
        finally
        {
            transaction?.Dispose();
        }
        if (transaction is null)
            return;
        _metrics.Committed(group.Count, _clock.GetElapsedTime(started));
        foreach (WriteWork work in group)
            Succeed(work);
    }

    private static void Succeed(WriteWork work)
    {
        work.Session?.Committed();
        work.Succeed();
    }

    private void RunAlone(WriteWork work)
    {
        try
        {
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            if (RunBehindSavepoint(work, transaction))
            {
                transaction.Commit();
                Succeed(work);
            }
        }
        catch (Exception reason)
        {
            work.Fail(reason);
        }
    }

    /// <summary>False when the work failed; it is then undone and answered, and the transaction is as it was before.</summary>
    private bool RunBehindSavepoint(WriteWork work, SqliteTransaction transaction)
    {
        transaction.Save("work");
        try
        {
            using var session = new DatabaseSession(_connection, transaction, Dialect, work.CancellationToken);
            work.Session = session;
            work.Run(session);
            ThrowIfTransactionEnded(cause: null);
            transaction.Release("work");
            return true;
        }
        catch (Exception reason) when (reason is not TransactionEndedException)
        {
            ThrowIfTransactionEnded(reason);
            transaction.Rollback("work");
            transaction.Release("work");
            work.Fail(reason);
            return false;
        }
    }

    /// <summary>
    /// A full disk, an input or output error or a stray <c>commit</c> ends the whole transaction: then no work of it may be
    /// acknowledged and no further statement run in its place.
    /// </summary>
    private void ThrowIfTransactionEnded(Exception? cause)
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) != 0)
            throw new TransactionEndedException(cause);
    }
}
