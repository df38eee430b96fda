namespace Perto.Platform.Victim;

/// <summary>A file of numbered rows, for imports that are interrupted.</summary>
public sealed class NumberFormat : IImportFormat
{
    /// <inheritdoc/>
    public string Kind => "numbers";

    /// <summary>Told the numbers of each batch before it is written.</summary>
    public Action<IReadOnlyList<ImportRow>>? Writing { get; init; }

    /// <summary>Makes the table that it writes to.</summary>
    public static Task CreateAsync(IDatabase database) => database.WriteAsync(session => session.ExecuteAsync(
        "create table if not exists number (tenant text not null, value bigint not null, file text not null, primary key (tenant, value))"));

    /// <inheritdoc/>
    public IReadOnlyList<ImportFile> Files(string source) =>
        Directory.Exists(source)
            ? [.. Directory.EnumerateFiles(source).Order(StringComparer.Ordinal).Select(path => ImportFile.At(path, "number"))]
            : [ImportFile.At(source, "number")];

    /// <inheritdoc/>
    public async Task WriteAsync(DatabaseSession session, TenantId tenant, ImportFile file, IReadOnlyList<ImportRow> rows)
    {
        Writing?.Invoke(rows);
        List<long> sound = [];
        foreach (ImportRow row in rows)
        {
            long number = row.Integer("number", 0, 1_000_000);
            if (row.IsValid)
                sound.Add(number);
        }
        // A plain insert: a row written twice would break the primary key.
        await session.BulkInsertAsync("number", ["tenant", "value", "file"], sound, number => [tenant, number, file.Name]);
    }
}
