using System.Data.Common;
using Dapper;

namespace Perto.Platform;

/// <summary>One transaction: the only way that modules speak SQL.</summary>
/// <remarks>Rows are records with init properties; column names in snake_case match properties in PascalCase.</remarks>
public sealed class DatabaseSession
{
    private readonly DbConnection _connection;
    private readonly DbTransaction? _transaction;

    internal DatabaseSession(DbConnection connection, DbTransaction? transaction, SqlDialect dialect, CancellationToken cancellationToken)
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
    public Task<int> ExecuteAsync(string sql, object? args = null) => _connection.ExecuteAsync(Command(sql, args));

    /// <summary>All rows of a query.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args = null) =>
        (await _connection.QueryAsync<T>(Command(sql, args))).AsList();

    /// <summary>The first row, or <c>default</c> when there is none.</summary>
    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? args = null) =>
        _connection.QueryFirstOrDefaultAsync<T>(Command(sql, args));

    /// <summary>The first column of the first row.</summary>
    public Task<T?> ScalarAsync<T>(string sql, object? args = null) => _connection.ExecuteScalarAsync<T>(Command(sql, args));

    private CommandDefinition Command(string sql, object? args) =>
        new(sql, args, _transaction, cancellationToken: CancellationToken);
}
