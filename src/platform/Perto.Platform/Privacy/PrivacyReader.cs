using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Describes what is kept about people.</summary>
public sealed class PrivacyReader(
    IDatabase database,
    PrivacyRegistry registry,
    RetentionPolicy retention,
    PeopleCollections people,
    Suppressions suppressions,
    DerivedCollections derived,
    IVectorStore store)
{
    /// <summary>All that was declared, with the tenant's own collections.</summary>
    public async Task<PrivacyDescription> DescribeAsync(TenantId tenant, CancellationToken cancellationToken = default) => new()
    {
        Tables = await database.ReadAsync(TablesAsync, cancellationToken),
        Sources =
        [
            .. registry.Sources.Select(source => new DescribedSource(source.Name, source.Description)),
            .. registry.Collections.Select(collection => new DescribedSource(
                $"{collection.Module}/{collection.Alias}",
                $"The derived collection '{collection.Alias}'; the person is {(collection.SubjectField is { } field ? $"in the field '{field}'" : "the record's id")}.")),
        ],
        Collections = await CollectionsAsync(tenant, cancellationToken),
        Suppressed = await suppressions.CountAsync(tenant, cancellationToken),
    };

    private async Task<IReadOnlyList<DescribedTable>> TablesAsync(DatabaseSession session)
    {
        List<DescribedTable> tables = [];
        foreach (PersonalDataTable table in registry.Tables)
        {
            TableShape shape = await TableShape.ReadAsync(session, table.Table);
            tables.Add(new DescribedTable(registry.ModuleOf(table), table.Table, table.SubjectColumn, table.TimeColumn, shape.Columns, (long?)retention.Of(table)?.TotalSeconds));
        }
        return tables;
    }

    private async Task<IReadOnlyList<DescribedCollection>> CollectionsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        Dictionary<string, PeopleCollection> declared = (await people.ListAsync(tenant, cancellationToken)).ToDictionary(own => own.Collection, StringComparer.Ordinal);
        HashSet<string> made = (await derived.ListAsync(tenant, cancellationToken)).Select(collection => collection.Name).ToHashSet(StringComparer.Ordinal);
        return [.. (await store.NamesAsync(tenant, cancellationToken)).Where(name => !made.Contains(name))
            .Select(name => new DescribedCollection(name, declared.ContainsKey(name), declared.GetValueOrDefault(name)?.SubjectField))];
    }
}
