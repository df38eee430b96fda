namespace Perto.Platform.Victim;

/// <summary>Imports a file of numbers in small batches and prints the checkpoint behind each.</summary>
internal static class Importing
{
    public static async Task<int> RunAsync(IDatabase database, DatabaseMigrator migrator, ImportRuns runs, string source)
    {
        await migrator.MigrateAsync();
        await NumberFormat.CreateAsync(database);
        var runner = new ImportRunner(database, runs, new IdGenerator(TimeProvider.System), TimeProvider.System) { BatchRows = 50 };
        await runner.RunAsync(TenantId.Local, source, new NumberFormat(), new Printed());
        return 0;
    }

    private sealed class Printed : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => Console.WriteLine(value.Run.RowsRead);
    }
}
