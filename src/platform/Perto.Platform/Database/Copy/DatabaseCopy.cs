namespace Perto.Platform;

/// <summary>
/// Moves an installation from its SQLite file to an empty PostgreSQL: every table of every module, row by row, and then compares every row. Both
/// must be at the schema of this program, and nobody may write to either meanwhile: the owner of the data folder is the only one who can.
/// </summary>
/// <param name="source">The SQLite database.</param>
/// <param name="target">The PostgreSQL database, migrated and empty.</param>
public sealed class DatabaseCopy(IDatabase source, IDatabase target)
{
    private const int PageRows = 1_000;

    // A part of a model has up to a megabyte.
    private const int PageRowsOfBytes = 100;

    // Who runs what, and which migrations were applied: each database has its own.
    private static readonly string[] NotCopied = ["lease", "migration"];

    /// <summary>Copies and compares.</summary>
    /// <param name="progress">Told after each page of rows.</param>
    /// <param name="cancellationToken">Stops; the target is then to be emptied before another try.</param>
    /// <returns>What was copied.</returns>
    /// <exception cref="ConflictException">The schemas differ, the target is not empty, or a row differs after the copy.</exception>
    public async Task<IReadOnlyList<CopiedTable>> RunAsync(IProgress<CopyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await RequireSameSchemaAsync(cancellationToken);
        List<CopiedTableShape> tables = [];
        foreach (string table in await TablesAsync(cancellationToken))
            tables.Add(await ShapeAsync(table, cancellationToken));
        double all = Math.Max(1, 2.0 * tables.Sum(table => table.Rows));
        double done = 0;

        foreach (CopiedTableShape table in tables)
        {
            await foreach (IReadOnlyList<object?[]> page in PagesAsync(source, table, cancellationToken))
            {
                await target.WriteAsync(session => session.BulkInsertAsync(table.Name, table.Columns, page, row => row), cancellationToken);
                progress?.Report(new CopyProgress(table.Name, (done += page.Count) / all));
            }
        }

        foreach (CopiedTableShape table in tables)
        {
            await foreach (int compared in CompareAsync(table, cancellationToken))
                progress?.Report(new CopyProgress(table.Name, (done += compared) / all));
        }

        return [.. tables.Select(table => new CopiedTable(table.Name, table.Rows))];
    }

    private async Task RequireSameSchemaAsync(CancellationToken cancellationToken)
    {
        const string ledger = "select module || ' ' || number || ' ' || name from migration order by module, number";
        IReadOnlyList<string> here = await source.ReadAsync(session => session.QueryAsync<string>(ledger), cancellationToken);
        IReadOnlyList<string> there = await target.ReadAsync(session => session.QueryAsync<string>(ledger), cancellationToken);
        if (!here.SequenceEqual(there, StringComparer.Ordinal))
            throw new ConflictException("schemas_differ", "The two databases are not at the same schema; use one version of Perto for both");
    }

    private Task<IReadOnlyList<string>> TablesAsync(CancellationToken cancellationToken) => source.ReadAsync(
        session => session.QueryAsync<string>(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not in @NotCopied order by name",
            new { NotCopied }),
        cancellationToken);

    private async Task<CopiedTableShape> ShapeAsync(string table, CancellationToken cancellationToken)
    {
        SqlName.Require(table);
        (IReadOnlyList<SourceColumn> columns, long rows) = await source.ReadAsync(
            async session => (
                await session.QueryAsync<SourceColumn>("select name, pk from pragma_table_info(@table) order by cid", new { table }),
                await session.ScalarAsync<long>($"select count(*) from {table}")),
            cancellationToken);
        (IReadOnlyList<TargetColumn> kinds, bool taken) = await target.ReadAsync(
            async session => (
                await session.QueryAsync<TargetColumn>(
                    """
                    select column_name as name, data_type as kind, is_identity = 'YES' as numbered from information_schema.columns
                    where table_schema = current_schema() and table_name = @table
                    """,
                    new { table }),
                await session.ScalarAsync<bool>($"select exists (select 1 from {table})")),
            cancellationToken);
        if (taken)
            throw new ConflictException("target_not_empty", $"The table {table} of the target has rows already; copy into an empty database");
        HashSet<string> numbered = [.. kinds.Where(column => column.Numbered).Select(column => column.Name)];
        return new CopiedTableShape(
            table,
            [.. columns.Where(column => column.Pk > 0).OrderBy(column => column.Pk).Select(column => SqlName.Require(column.Name))],
            [.. columns.Select(column => SqlName.Require(column.Name)).Where(name => !numbered.Contains(name))],
            kinds.Where(column => column.Kind == "boolean").Select(column => column.Name).ToHashSet(StringComparer.Ordinal),
            rows,
            kinds.Any(column => column.Kind == "bytea") ? PageRowsOfBytes : PageRows);
    }

    /// <summary>All rows of a table in the order of its key, as values in the order of its columns.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<object?[]>> PagesAsync(
        IDatabase database, CopiedTableShape table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string key = string.Join(", ", table.Key);
        string after = $"where ({key}) > ({string.Join(", ", table.Key.Select((_, i) => $"@k{i}"))})";
        string columns = string.Join(", ", table.Columns.Union(table.Key, StringComparer.Ordinal));
        Dictionary<string, object?> last = [];
        while (true)
        {
            string sql = $"select {columns} from {table.Name} {(last.Count == 0 ? "" : after)} order by {key} limit {table.PageRows}";
            IReadOnlyList<object> rows = await database.ReadAsync(session => session.QueryAsync<object>(sql, last), cancellationToken);
            if (rows.Count == 0)
                yield break;
            var final = (IDictionary<string, object?>)rows[^1];
            last = table.Key.Select((column, i) => ($"k{i}", final[column])).ToDictionary(part => part.Item1, part => part.Item2, StringComparer.Ordinal);
            yield return [.. rows.Cast<IDictionary<string, object?>>().Select(row => table.Columns.Select(column => Value(table, column, row[column])).ToArray())];
            if (rows.Count < table.PageRows)
                yield break;
        }
    }

    private async IAsyncEnumerable<int> CompareAsync(CopiedTableShape table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<IReadOnlyList<object?[]>> copied = PagesAsync(target, table, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await foreach (IReadOnlyList<object?[]> page in PagesAsync(source, table, cancellationToken))
        {
            if (!await copied.MoveNextAsync() || copied.Current.Count != page.Count || !page.Zip(copied.Current).All(pair => Same(pair.First, pair.Second)))
                throw Differs(table);
            yield return page.Count;
        }
        if (await copied.MoveNextAsync())
            throw Differs(table);
    }

    private static ConflictException Differs(CopiedTableShape table) => new(
        "copy_differs", $"The table {table.Name} differs between the two databases after the copy: did something write to one of them? Empty the target and copy again");

    private static object? Value(CopiedTableShape table, string column, object? value) => value is long number && table.Booleans.Contains(column) ? number != 0 : value;

    private static bool Same(object?[] left, object?[] right) => left.Zip(right).All(pair => (pair.First, pair.Second) switch
    {
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        // SQLite has one width of whole numbers.
        (long a, int b) => a == b,
        (long a, double b) => a == b,
        var (a, b) => Equals(a, b),
    });

    private sealed record SourceColumn
    {
        public string Name { get; init; } = "";

        public long Pk { get; init; }
    }

    private sealed record TargetColumn
    {
        public string Name { get; init; } = "";

        public string Kind { get; init; } = "";

        public bool Numbered { get; init; }
    }
}
