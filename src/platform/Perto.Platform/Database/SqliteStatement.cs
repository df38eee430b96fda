using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Perto.Platform;

/// <summary>
/// A statement that is run for many rows, with its values bound by their places: Microsoft.Data.Sqlite looks each parameter up by its name and makes a reader
/// for each run, which takes longer than inserting a row.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">The text is not a statement of this database.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Require(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Runs it to its end; returns how many rows it changed.</summary>
    /// <param name="values">The values of its parameters, in their order in the text.</param>
    /// <exception cref="SqliteException">A rule of the table is broken, or the database cannot be written.</exception>
    public int Execute(ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
            Require(Bind(i + 1, values[i]));
        int before = raw.sqlite3_total_changes(_database);
        try
        {
            while (Step() == raw.SQLITE_ROW)
            {
            }
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
        return raw.sqlite3_total_changes(_database) - before;
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    // A reset says what the step before it said, so that is not asked again.
    private int Step()
    {
        int answer = raw.sqlite3_step(_statement);
        Require(answer);
        return answer;
    }

    private int Bind(int place, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(_statement, place),
        string text => raw.sqlite3_bind_text(_statement, place, text),
        TenantId tenant => raw.sqlite3_bind_text(_statement, place, tenant.Value),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        bool flag => raw.sqlite3_bind_int64(_statement, place, flag ? 1 : 0),
        double number when double.IsNaN(number) => throw new InvalidOperationException("Cannot store 'NaN' values."),
        double number => raw.sqlite3_bind_double(_statement, place, number),
        float number => raw.sqlite3_bind_double(_statement, place, number),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        _ => throw new ArgumentException($"A value of {value.GetType().Name} cannot be inserted: text, numbers, bool, byte[], TenantId and null can"),
    };

    private void Require(int answer) => SqliteException.ThrowExceptionForRC(answer, _database);
}
