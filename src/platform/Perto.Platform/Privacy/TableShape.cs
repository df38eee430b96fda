namespace Perto.Platform;

/// <summary>A table's columns and its key, as the database has them.</summary>
/// <param name="Columns">In the order of the table.</param>
/// <param name="Key">The columns of the primary key, in its order; none where it has none.</param>
internal sealed record TableShape(IReadOnlyList<string> Columns, IReadOnlyList<string> Key)
{
    /// <summary>Reads it; no columns where there is no such table.</summary>
    public static async Task<TableShape> ReadAsync(DatabaseSession session, string table)
    {
        IReadOnlyList<Column> columns = await session.QueryAsync<Column>(session.Dialect == SqlDialect.Sqlite ? OfSqlite : OfPostgres, new { table });
        return new TableShape(
            [.. columns.Select(column => column.Name)],
            [.. columns.Where(column => column.Place > 0).OrderBy(column => column.Place).Select(column => column.Name)]);
    }

    private const string OfSqlite = "select name, pk as place from pragma_table_info(@table) order by cid";

    private const string OfPostgres =
        """
        select c.column_name::text as name, coalesce(k.ordinal_position, 0)::bigint as place
        from information_schema.columns c
        left join information_schema.table_constraints p
            on p.table_schema = c.table_schema and p.table_name = c.table_name and p.constraint_type = 'PRIMARY KEY'
        left join information_schema.key_column_usage k
            on k.constraint_schema = p.constraint_schema and k.constraint_name = p.constraint_name
            and k.table_name = c.table_name and k.column_name = c.column_name
        where c.table_schema = current_schema() and c.table_name = @table
        order by c.ordinal_position
        """;

    private sealed record Column
    {
        public string Name { get; init; } = "";

        public long Place { get; init; }
    }
}
