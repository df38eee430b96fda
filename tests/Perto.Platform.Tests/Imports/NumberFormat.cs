namespace Perto.Platform.Tests;

/// <summary>Imports <c>numbers.csv</c>: a key and a value of 0 to 100 on each line.</summary>
internal sealed class NumberFormat : IImportFormat
{
    public const string Table = "create table number (tenant id_text not null, id id_text not null, value bigint not null, primary key (tenant, id))";

    /// <summary>Called before each batch is written; throwing there is a crash in the middle of an import.</summary>
    public Action<int> BeforeBatch { get; init; } = _ => { };

    /// <summary>Called when it is told that an import ended.</summary>
    public Action OnFinish { get; init; } = () => { };

    public int Finished { get; private set; }

    public string Kind => "numbers";

    private int Batches { get; set; }

    public bool Recognises(string path) => true;

    public IReadOnlyList<ImportFile> Files(string path) =>
        [.. Directory.GetFiles(path).Order(StringComparer.Ordinal).Select(file => new ImportFile(
            file, "numbers", file.EndsWith(".csv", StringComparison.Ordinal) ? ImportFileFormat.Csv : ImportFileFormat.JsonLines, ["id", "value"]))];

    public string? SubjectColumn(ImportFile file) => "id";

    public async Task WriteAsync(DatabaseSession session, TenantId tenant, ImportFile file, IReadOnlyList<ImportRow> rows)
    {
        BeforeBatch(++Batches);
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (ImportRow row in rows)
        {
            string? id = row.RequiredText("id", 20);
            double? value = row.RequiredNumber("value", 0, 100);
            if (row.Error is null)
                numbers[id!] = (long)value!.Value;
        }

        await session.BulkInsertAsync(
            "number",
            ["tenant", "id", "value"],
            numbers.ToArray(),
            number => [tenant.Value, number.Key, number.Value],
            "on conflict (tenant, id) do update set value = number.value + excluded.value");
    }

    public Task FinishAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        Finished++;
        OnFinish();
        return Task.CompletedTask;
    }
}
