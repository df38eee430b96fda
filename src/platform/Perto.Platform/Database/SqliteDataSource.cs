using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Perto.Platform;

/// <summary>
/// Connections to one SQLite file. Every open sets what durability and correctness stand on, because a pooled connection keeps
/// the settings of whoever used it last and the libraries' defaults differ (<c>foreign_keys</c>).
/// </summary>
public sealed class SqliteDataSource : DbDataSource
{
    /// <summary>How long a connection waits for another; part of the settings of every open.</summary>
    internal const string BusyTimeout = "pragma busy_timeout = 5000;";

    // What is deleted is overwritten, so that an erased person's data do not stay in free space.
    private const string Settings = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on; " + BusyTimeout;

    private readonly string _writer;
    private readonly string _reader;

    /// <param name="path">The database file; made when it is not there.</param>
    public SqliteDataSource(string path)
    {
        SqliteLibrary.Initialize();
        // The writer is one connection kept open; only readers come and go.
        var builder = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false };
        _writer = builder.ConnectionString;
        builder.Pooling = true;
        _reader = builder.ConnectionString;
    }

    /// <inheritdoc/>
    public override string ConnectionString => _writer;

    /// <summary>Opens a pooled connection that refuses to write: a second writer would wait for, and starve, the first.</summary>
    public SqliteConnection OpenReader() => Open(_reader, Settings + " pragma query_only = on;");

    /// <summary>Opens a connection of its own that may write.</summary>
    public SqliteConnection OpenWriter() => Open(_writer, Settings);

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => new SqliteConnection(_writer);

    /// <inheritdoc/>
    protected override DbConnection OpenDbConnection() => OpenWriter();

    /// <inheritdoc/>
    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<DbConnection>(OpenWriter());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            using var pooled = new SqliteConnection(_reader);
            SqliteConnection.ClearPool(pooled);
        }
        base.Dispose(disposing);
    }

    private static SqliteConnection Open(string connectionString, string settings)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = settings;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
