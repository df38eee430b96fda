using Npgsql;

namespace Perto.Postgres;

/// <summary>What the planner remembers of a table's values: the frequent ones, word for word.</summary>
internal static class PlannerStatistics
{
    // What an empty table once had stays in its statistics: `analyze` that finds no row leaves them as they are. Only a column that gets a
    // type, be it the one that it has, loses them without a superuser.
    private const string Actions =
        """
        select string_agg(format('alter column %I type %s', a.attname, format_type(a.atttypid, a.atttypmod)
            || case when a.attcollation = 0 then '' else format(' collate %I.%I', n.nspname, c.collname) end), ', ')
        from pg_attribute a
        left join pg_collation c on c.oid = a.attcollation
        left join pg_namespace n on n.oid = c.collnamespace
        where a.attrelid = cast(@table as regclass) and exists (
            select 1 from pg_stats s join pg_class t on t.relname = s.tablename join pg_namespace u on u.oid = t.relnamespace and u.nspname = s.schemaname
            where t.oid = a.attrelid and s.attname = a.attname)
        """;

    /// <summary>Makes the statistics of all tables of a schema anew that have rows, if there is one of this name.</summary>
    public static async Task RenewAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        List<string> tables = [];
        await using (var list = new NpgsqlCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = @schema", connection))
        {
            list.Parameters.AddWithValue("schema", schema);
            await using NpgsqlDataReader reader = await list.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                tables.Add(reader.GetString(0));
        }
        foreach (string table in tables)
        {
            await using var analyze = new NpgsqlCommand($"analyze {table}", connection) { CommandTimeout = 0 };
            await analyze.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Takes the statistics of a table away if it has no rows; others are made anew by <c>analyze</c>.</summary>
    /// <param name="connection">Outside of a transaction.</param>
    /// <param name="table">Its name as SQL writes it.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <exception cref="PostgresException">The table is locked by others for five seconds.</exception>
    public static async Task ForgetAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await ScalarAsync($"select exists (select 1 from {table})") is true)
            return;
        await ScalarAsync($"set local lock_timeout = '5s'; lock table {table} in access exclusive mode");
        if (await ScalarAsync($"select exists (select 1 from {table})") is not true && await ScalarAsync(Actions) is string actions)
            await ScalarAsync($"alter table {table} {actions}");
        await transaction.CommitAsync(cancellationToken);

        async Task<object?> ScalarAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            if (ReferenceEquals(sql, Actions))
                command.Parameters.AddWithValue("table", table);
            return await command.ExecuteScalarAsync(cancellationToken);
        }
    }
}
