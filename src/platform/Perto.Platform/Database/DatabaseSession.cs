using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Perto.Platform;

/// <summary>One transaction: the only way that modules speak SQL.</summary>
/// <remarks>
/// Rows are records with init properties; column names in snake_case match properties in PascalCase, bytes are <c>byte[]</c>,
/// a <see cref="TenantId"/> is given as it is. <c>in @list</c>, <c>on conflict</c>, <c>returning</c> and <c>true</c> work on both
/// engines; <c>= any(@list)</c> does not. A session ends with the call that handed it over and cannot be used afterwards.
/// </remarks>
public sealed class DatabaseSession : IDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private List<Action>? _afterCommit;
    private bool _ended;

    static DatabaseSession()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new TenantIdHandler());
    }

    /// <summary>For implementations of <see cref="IDatabase"/>: a session over a transaction that they begin and end.</summary>
    public DatabaseSession(DbConnection connection, DbTransaction transaction, SqlDialect dialect, CancellationToken cancellationToken)
    {
        _connection = connection;
        _transaction = transaction;
        Dialect = dialect;
        CancellationToken = cancellationToken;
    }

    /// <summary>Which engine answers.</summary>
    public SqlDialect Dialect { get; }

    /// <summary>Cancels the statement that runs.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Runs a statement, once for each element when <paramref name="args"/> is a list; returns the rows affected.</summary>
    public Task<int> ExecuteAsync(string sql, object? args = null) => Connection.ExecuteAsync(Command(sql, args));

    /// <summary>All rows of a query.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args = null) =>
        (await Connection.QueryAsync<T>(Command(sql, args))).AsList();

    /// <summary>The first row, or <c>default</c> when there is none.</summary>
    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? args = null) =>
        Connection.QueryFirstOrDefaultAsync<T>(Command(sql, args));

    /// <summary>The first column of the first row; <c>default</c> when there is none.</summary>
    public Task<T?> ScalarAsync<T>(string sql, object? args = null) => Connection.ExecuteScalarAsync<T>(Command(sql, args));

    /// <summary>
    /// Inserts many rows, in chunks of one prepared statement: the fast way in on both engines. Returns the rows affected.
    /// </summary>
    /// <param name="table">Table name: a-z, 0-9 and <c>_</c>.</param>
    /// <param name="columns">Column names, in the order of the values.</param>
    /// <param name="rows">What is inserted; nothing happens when it is empty.</param>
    /// <param name="values">The values of a row: text, numbers, <c>bool</c>, <c>byte[]</c>, <see cref="TenantId"/> or null.</param>
    /// <param name="onConflict">
    /// <c>on conflict ...</c> as SQL, or null. With <c>do update</c> no two rows may meet the same key: PostgreSQL refuses that.
    /// </param>
    /// <exception cref="ArgumentException">A name has another character, or a row has too few or too many values.</exception>
    public Task<int> BulkInsertAsync<T>(
        string table, IReadOnlyList<string> columns, IReadOnlyList<T> rows, Func<T, object?[]> values, string? onConflict = null)
    {
        var insert = new BulkInsert(this, table, columns, onConflict);
        return rows.Count == 0 ? Task.FromResult(0) : insert.RunAsync(rows, values);
    }

    /// <summary>
    /// Runs <paramref name="action"/> once what this session wrote is durable; never when it is undone. The action must be short and must not
    /// throw: on SQLite all other writes wait for it.
    /// </summary>
    public void AfterCommit(Action action)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        (_afterCommit ??= []).Add(action);
    }

    /// <summary>For implementations of <see cref="IDatabase"/>: the transaction is durable.</summary>
    public void Committed()
    {
        foreach (Action action in _afterCommit ?? [])
            action();
        _afterCommit = null;
    }

    /// <summary>Ends the session; its transaction and connection belong to the database that made it.</summary>
    public void Dispose() => _ended = true;

    /// <summary>A statement that is run for many rows; only where <see cref="Dialect"/> is SQLite.</summary>
    internal SqliteStatement PrepareSqlite(string sql) => new((SqliteConnection)Connection, sql);

    internal DbCommand CreateCommand(string sql)
    {
        DbCommand command = Connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = _transaction;
        return command;
    }

    // A session kept beyond its call would run statements inside of somebody else's transaction.
    private DbConnection Connection
    {
        get
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            return _connection;
        }
    }

    private CommandDefinition Command(string sql, object? args)
    {
        (sql, args) = Dialect == SqlDialect.Postgres ? ListParameters.ForPostgres(sql, args) : ListParameters.ForSqlite(sql, args);
        return new CommandDefinition(sql, args, _transaction, cancellationToken: CancellationToken);
    }
}
