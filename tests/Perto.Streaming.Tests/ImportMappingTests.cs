using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Streaming.Tests;

public sealed class ImportMappingTests
{
    private const string Mapping =
        """
        {
          "files": [
            {
              "content": "views", "files": "plays-*.log", "format": "json_lines",
              "columns": {
                "user": "who", "title": "film", "started_at": { "column": "ms", "time": "unix_milliseconds" },
                "progress": { "column": "percent", "low": 0, "high": 100 }, "device": { "value": "tv" }
              }
            },
            {
              "content": "titles", "files": "filme.txt", "separator": ";", "encoding": "latin-1",
              "columns": {
                "id": "Nr", "name": "Titel", "genres": { "column": "Art", "separator": "/" },
                "released": { "column": "Start", "time": "dd.MM.yyyy" }, "kind": { "value": "film" }
              }
            },
            {
              "content": "ratings", "files": "sterne.tsv", "separator": "\t", "quotes": false, "header": ["wer", "was", "sterne", "wann"],
              "columns": {
                "user": "wer", "title": "was", "rating": { "column": "sterne", "low": 1, "high": 10 },
                "at": { "column": "wann", "time": "dd/MM/yyyy HH:mm" }
              }
            }
          ]
        }
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Files_of_any_names_and_columns_are_read_as_the_mapping_says(SqlDialect dialect)
    {
        using var files = new TemporaryFolder();
        await WriteAsync(files);
        await using Service service = await Service.OpenAsync(dialect);

        ImportReport report = await service.Imports.ImportAsync(TenantId.Local, files.Path, Mapping, progress: null, Cancellation);

        Assert.Equal(
            [
                "sterne.tsv:2: sterne must be a number from 1 to 10; got '11'",
                "sterne.tsv:3: wann must be a time as dd/MM/yyyy HH:mm; got '2025-01-02'",
                "plays-2.log:1: percent must be a number from 0 to 100; got '101'",
            ],
            report.Errors.Select(error => error.ToString()));
        TitleDetails sphere = await service.Browser.TitleAsync(TenantId.Local, "7", Cancellation);
        Assert.Equal(("Die Sphäre", 2024, new DateOnly(2024, 12, 31)), (sphere.Name, sphere.Year, sphere.Released));
        Assert.Equal(["Krimi", "Sci-Fi"], sphere.Genres);
        Page<HistoryItem> history = await service.Browser.HistoryAsync(TenantId.Local, "ana", new Paging(), Cancellation);
        HistoryItem watched = Assert.Single(history.Items);
        Assert.Equal((0.5, 5.0), (watched.Progress, watched.Rating));
        Assert.Equal(new DateTimeOffset(2025, 1, 2, 20, 15, 0, TimeSpan.Zero), watched.At);
    }

    [Fact]
    public async Task Another_mapping_is_another_import_and_the_same_one_goes_on()
    {
        using var files = new TemporaryFolder();
        await WriteAsync(files);
        await using Service service = await Service.OpenAsync();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => service.Imports.ImportAsync(TenantId.Local, files.Path, Mapping, new Stop(stop), stop.Token));
        ImportRunner runner = service.Services.GetRequiredService<ImportRunner>();
        ImportReport stopped = Assert.Single(await runner.ListAsync(TenantId.Local, 10, Cancellation));

        ImportReport other = await service.Imports.ImportAsync(TenantId.Local, files.Path, Mapping + " ", progress: null, Cancellation);
        ImportReport same = await service.Imports.ImportAsync(TenantId.Local, files.Path, Mapping + " ", progress: null, Cancellation);

        Assert.Equal(ImportState.Interrupted, stopped.State);
        Assert.NotEqual(stopped.Id, other.Id);
        Assert.NotEqual(other.Id, same.Id);
        Assert.Equal(other.RowsRead, same.RowsRead);
    }

    [Theory]
    [InlineData("{", "mapping", "is not JSON")]
    [InlineData("""{ "files": [] }""", "mapping.files", "must be a list of 1 to 50")]
    [InlineData("""{ "file": [] }""", "mapping.file", "is not known; there are files")]
    [InlineData("""{ "files": [ { "content": "films", "files": "a", "columns": {} } ] }""", "mapping.files[0].content", "must be one of titles, people")]
    [InlineData("""{ "files": [ { "content": "titles", "files": "../a", "columns": {} } ] }""", "mapping.files[0].files", "no folder")]
    [InlineData("""{ "files": [ { "content": "titles", "files": "a", "columns": { "id": "x" } } ] }""", "mapping.files[0].columns", "must say where 'name' stands")]
    [InlineData("""{ "files": [ { "content": "titles", "files": "a", "columns": { "id": "x", "name": "y", "stars": "z" } } ] }""", "mapping.files[0].columns.stars", "is not known")]
    [InlineData("""{ "files": [ { "content": "titles", "files": "a", "columns": { "id": "x", "name": { "column": "y", "separator": "," } } } ] }""", "mapping.files[0].columns.name.separator", "belongs to lists")]
    [InlineData("""{ "files": [ { "content": "titles", "files": "a", "columns": { "id": "x", "name": "y", "released": { "column": "z", "time": "unix" } } } ] }""", "mapping.files[0].columns.released.time", "must be unix_seconds")]
    [InlineData("""{ "files": [ { "content": "titles", "files": "a", "columns": { "id": "x", "name": { "value": [] } } } ] }""", "mapping.files[0].columns.name.value", "must be a text, a number")]
    [InlineData("""{ "files": [ { "content": "titles", "files": "a", "encoding": "ebcdic", "columns": { "id": "x", "name": "y" } } ] }""", "mapping.files[0].encoding", "must be one of utf-8")]
    [InlineData("""{ "files": [ { "content": "titles", "files": "a", "format": "json_lines", "separator": ";", "columns": { "id": "x", "name": "y" } } ] }""", "mapping.files[0].separator", "belongs to the format csv")]
    [InlineData("""{ "files": [ { "content": "titles", "files": "films.xls", "columns": { "id": "x", "name": "y" } } ] }""", "mapping", "There is no file 'films.xls'")]
    [InlineData("""{ "files": [ { "content": "titles", "files": "filme.txt", "columns": { "id": "Nr", "name": "Name" } } ] }""", "filme.txt:1", "the header lacks Nr, Name")]
    public async Task A_mapping_that_breaks_a_rule_is_named_by_field_value_and_rule(string mapping, string field, string rule)
    {
        using var files = new TemporaryFolder();
        await WriteAsync(files);
        await using Service service = await Service.OpenAsync();

        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
            () => service.Imports.ImportAsync(TenantId.Local, files.Path, mapping, progress: null, Cancellation));

        Assert.Equal(field, refused.Field);
        Assert.Contains(rule, refused.Message, StringComparison.Ordinal);
    }

    private static async Task WriteAsync(TemporaryFolder files)
    {
        await File.WriteAllBytesAsync(files.Find("filme.txt"), Encoding.Latin1.GetBytes("Nr;Titel;Art;Start\n7;Die Sphäre;Krimi/Sci-Fi;31.12.2024\n"));
        await File.WriteAllTextAsync(files.Find("sterne.tsv"), "ana\t7\t10\t02/01/2025 20:15\nana\t7\t11\t02/01/2025 20:15\nana\t7\t3\t2025-01-02\n", Cancellation);
        await File.WriteAllTextAsync(files.Find("plays-1.log"), """{"who":"ana","film":7,"ms":1735689600000,"percent":50}""" + "\n", Cancellation);
        await File.WriteAllTextAsync(files.Find("plays-2.log"), """{"who":"ana","film":7,"ms":1735689600001,"percent":101}""" + "\n", Cancellation);
        await File.WriteAllTextAsync(files.Find("notes.md"), "not data", Cancellation);
    }

    private sealed class Stop(CancellationTokenSource stop) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => stop.Cancel();
    }
}
