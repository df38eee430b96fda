using System.Runtime.CompilerServices;

namespace Perto.Platform;

/// <summary>The declared tables: erases and exports a person's rows.</summary>
internal sealed class PersonalTables(IDatabase database, PrivacyRegistry registry)
{
    private const int PageRows = 1_000;

    /// <summary>Deletes a person's rows of one table; returns how many there were.</summary>
    public static async Task<long> EraseAsync(DatabaseSession session, PersonalDataTable table, TenantId tenant, string subject) =>
        await session.ExecuteAsync($"delete from {table.Table} where tenant = @tenant and {table.SubjectColumn} = @subject", new { tenant, subject });

    /// <summary>A person's rows of one table, each as its columns and values, in the order of the key; read in pages.</summary>
    public async IAsyncEnumerable<IDictionary<string, object?>> ExportAsync(
        PersonalDataTable table, TenantId tenant, string subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableShape shape = await database.ReadAsync(session => TableShape.ReadAsync(session, table.Table), cancellationToken);
        IDictionary<string, object?>? last = null;
        while (true)
        {
            IReadOnlyList<IDictionary<string, object?>> page = await PageAsync(table, shape, tenant, subject, last, cancellationToken);
            foreach (IDictionary<string, object?> row in page)
                yield return row;
            // A table without a key was read in whole: nothing says where a page would go on.
            if (page.Count < PageRows || shape.Key.Count == 0)
                yield break;
            last = page[^1];
        }
    }

    /// <summary>How many rows a person has in all tables.</summary>
    public Task<long> CountAsync(TenantId tenant, string subject, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                long rows = 0;
                foreach (PersonalDataTable table in registry.Tables)
                    rows += await session.ScalarAsync<long>($"select count(*) from {table.Table} where tenant = @tenant and {table.SubjectColumn} = @subject", new { tenant, subject });
                return rows;
            },
            cancellationToken);

    private Task<IReadOnlyList<IDictionary<string, object?>>> PageAsync(
        PersonalDataTable table, TableShape shape, TenantId tenant, string subject, IDictionary<string, object?>? last, CancellationToken cancellationToken)
    {
        string key = string.Join(", ", shape.Key);
        string behind = last is null ? "" : $"and ({key}) > ({string.Join(", ", shape.Key.Select(column => "@after_" + column))})";
        string paged = shape.Key.Count == 0 ? "" : $"order by {key} limit {PageRows}";
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["tenant"] = tenant.Value, ["subject"] = subject };
        foreach (string column in last is null ? [] : shape.Key)
            arguments["after_" + column] = last![column];
        return database.ReadAsync<IReadOnlyList<IDictionary<string, object?>>>(
            async session =>
            {
                IReadOnlyList<object> rows = await session.QueryAsync<object>(
                    $"select * from {table.Table} where tenant = @tenant and {table.SubjectColumn} = @subject {behind} {paged}", arguments);
                return [.. rows.Select(row => new Dictionary<string, object?>((IDictionary<string, object?>)row, StringComparer.Ordinal))];
            },
            cancellationToken);
    }
}
