using System.Text.Json;

namespace Perto.Platform;

/// <summary>
/// What the installation knows about a person, in the tables that the modules declared
/// (<see cref="ModuleBuilder.PersonalData"/>): gives it out, and deletes it.
/// </summary>
public sealed class PrivacyRegistry(IDatabase database, IEnumerable<PertoModule> modules, IdGenerator ids, TimeProvider clock)
{
    private readonly IReadOnlyList<PersonalDataTable> _tables = [.. modules.SelectMany(module => module.PersonalData)];

    /// <summary>The declared tables, in the order in which they are erased.</summary>
    public IReadOnlyList<PersonalDataTable> Tables => _tables;

    /// <summary>Deletes all rows about a person from all declared tables, in one transaction.</summary>
    /// <param name="tenant">Whose data it is in.</param>
    /// <param name="subject">The person's id.</param>
    /// <param name="cancellationToken">Leaves everything as it was.</param>
    /// <returns>What was deleted where; a person who is not known gives zeros.</returns>
    public Task<ErasureReceipt> EraseAsync(TenantId tenant, string subject, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async session =>
            {
                List<ErasedTable> erased = [];
                foreach ((string table, string column) in _tables)
                    erased.Add(new ErasedTable(table, await session.ExecuteAsync($"delete from {table} where tenant = @tenant and {column} = @subject", new { tenant, subject })));
                return new ErasureReceipt { Id = ids.NewId(), Tenant = tenant.Value, Subject = subject, At = clock.GetUtcNow(), Tables = erased };
            },
            cancellationToken);

    /// <summary>All rows about a person, as a JSON object: the name of each table to its rows. Bytes are base64.</summary>
    public Task<JsonDocument> ExportAsync(TenantId tenant, string subject, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            async session =>
            {
                Dictionary<string, object> tables = [];
                foreach ((string table, string column) in _tables)
                {
                    IReadOnlyList<object> rows = await session.QueryAsync<object>($"select * from {table} where tenant = @tenant and {column} = @subject", new { tenant, subject });
                    tables[table] = rows.Cast<IDictionary<string, object?>>();
                }
                return JsonSerializer.SerializeToDocument(tables);
            },
            cancellationToken);
}
