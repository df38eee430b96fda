using System.IO.Compression;
using System.Text;

namespace Perto.Platform.Tests;

public sealed class PersonalDataExportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Everything_about_a_person_is_given_out_and_nothing_about_another(SqlDialect engine)
    {
        await using People people = await People.OpenAsync(engine, [new Notebook()]);
        // More than a page.
        await people.Database.WriteAsync(
            session => session.BulkInsertAsync(
                "seen", ["tenant", "person", "title", "at"], Enumerable.Range(0, 2_500).ToArray(), title => ["t", "ana", $"title {title:0000}", 1L]),
            Token);
        using var archive = new MemoryStream();

        ExportManifest manifest = await people.Export.WriteAsync(People.Tenant, "ana", archive, Token);

        using var zip = new ZipArchive(archive);
        Assert.Equal(["seen.json", "person.json", "sample-notebook.json", "manifest.json"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal([2_502, 1, 2], manifest.Files.Select(file => file.Items));
        Assert.Equal("""[{"tenant":"t","id":"ana","born":1990}]""", await ReadAsync(zip, "person.json"));
        Assert.Equal("""[{"text":"ana likes tea"},{"text":"ana runs"}]""", await ReadAsync(zip, "sample-notebook.json"));
        string seen = await ReadAsync(zip, "seen.json");
        Assert.StartsWith("""[{"tenant":"t","person":"ana","title":"Heat","at":""", seen, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, 2_500), title => Assert.Contains($"\"title {title:0000}\"", seen, StringComparison.Ordinal));
        Assert.DoesNotContain("rui", seen, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(await zip.GetEntry(name)!.OpenAsync(Token), Encoding.UTF8);
        return (await reader.ReadToEndAsync(Token)).ReplaceLineEndings("");
    }
}
