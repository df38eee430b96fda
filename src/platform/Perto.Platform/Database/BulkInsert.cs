using System.Data.Common;
using System.Text;

namespace Perto.Platform;

/// <summary>Many rows by <c>insert ... values (...), (...)</c>: one statement text for both engines, prepared once and run with each chunk's values.</summary>
internal sealed class BulkInsert
{
    // PostgreSQL pays a round trip for each statement, so its are long (the protocol's limit is 65,535 parameters).
    private const int PostgresParameters = 6_000;

    private readonly DatabaseSession _session;
    private readonly string _head;
    private readonly string? _onConflict;
    private readonly int _columns;

    public BulkInsert(DatabaseSession session, string table, IReadOnlyList<string> columns, string? onConflict)
    {
        if (columns.Count == 0)
            throw new ArgumentException("A row needs at least one column", nameof(columns));
        _session = session;
        _head = $"insert into {SqlName.Require(table)} ({string.Join(", ", columns.Select(SqlName.Require))}) values ";
        _onConflict = onConflict;
        _columns = columns.Count;
    }

    public async Task<int> RunAsync<T>(IReadOnlyList<T> rows, Func<T, object?[]> values)
    {
        if (_session.Dialect == SqlDialect.Sqlite)
            return RunInProcess(rows, values);
        int chunk = Math.Clamp(rows.Count, 1, Math.Max(1, PostgresParameters / _columns));
        int affected = 0;
        int next = 0;
        await using (DbCommand command = Prepare(chunk))
        {
            for (; next + chunk <= rows.Count; next += chunk)
                affected += await RunAsync(command, rows, next, chunk, values);
        }
        if (next < rows.Count)
        {
            await using DbCommand rest = Prepare(rows.Count - next);
            affected += await RunAsync(rest, rows, next, rows.Count - next, values);
        }
        return affected;
    }

    // SQLite has no round trips: a row at a time is what it does inside anyway.
    private int RunInProcess<T>(IReadOnlyList<T> rows, Func<T, object?[]> values)
    {
        using SqliteStatement statement = _session.PrepareSqlite(Text(rows: 1));
        int affected = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            _session.CancellationToken.ThrowIfCancellationRequested();
            affected += statement.Execute(Values(rows, row, values));
        }
        return affected;
    }

    private DbCommand Prepare(int rows)
    {
        DbCommand command = _session.CreateCommand(Text(rows));
        for (int i = 0; i < rows * _columns; i++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private string Text(int rows)
    {
        var sql = new StringBuilder(_head);
        for (int row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (");
            for (int column = 0; column < _columns; column++)
                sql.Append(column == 0 ? "@p" : ", @p").Append((row * _columns) + column);
            sql.Append(')');
        }
        return sql.Append(' ').Append(_onConflict).ToString();
    }

    private async Task<int> RunAsync<T>(DbCommand command, IReadOnlyList<T> rows, int first, int count, Func<T, object?[]> values)
    {
        int next = 0;
        for (int row = first; row < first + count; row++)
        {
            foreach (object? value in Values(rows, row, values))
                command.Parameters[next++].Value = value is TenantId tenant ? tenant.Value : value ?? DBNull.Value;
        }
        return await command.ExecuteNonQueryAsync(_session.CancellationToken);
    }

    private object?[] Values<T>(IReadOnlyList<T> rows, int row, Func<T, object?[]> values)
    {
        object?[] given = values(rows[row]);
        return given.Length == _columns
            ? given
            : throw new ArgumentException($"Row {row} has {given.Length} values for {_columns} columns", nameof(values));
    }
}
