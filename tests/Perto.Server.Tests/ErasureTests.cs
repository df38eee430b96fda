using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Npgsql;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>The promise of an erasure, looked for byte by byte.</summary>
public sealed class ErasureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_of_an_erased_person_is_left_in_any_file_and_all_of_the_others()
    {
        using var folder = new TemporaryFolder();
        string others, import;
        JsonNode receipt;
        await using (RunningServer server = await RunningServer.StartAsync(dataFolder: folder.Path))
        {
            var erasure = new Erasure(server);
            await erasure.FillAsync();
            Assert.NotEmpty(Erasure.Traces.InFolder(folder.Path));
            others = await erasure.OthersAsync();
            import = await erasure.BeginImportAsync();

            receipt = await erasure.EraseAsync();

            await erasure.ImportedAsync(import);
            Assert.Empty(Erasure.Traces.InFolder(folder.Path));
            Assert.Equal(others, await erasure.OthersAsync());
        }
        Assert.Empty(Erasure.Traces.InFolder(folder.Path));
        Assert.Empty(Erasure.Traces.In(System.Text.Encoding.UTF8.GetBytes(receipt.ToJsonString())));
        AssertCounts(receipt);

        await using RunningServer again = await RunningServer.StartAsync(dataFolder: folder.Path);
        Assert.Equal(others, await new Erasure(again).OthersAsync());
        Assert.Empty((await (await again.PostAsync("/v1/vectors/verify", body: null)).JsonAsync())["problems"]!.AsArray());
        JsonNode recall = await (await again.PostAsync("/v1/vectors/collections/people/recall", new { vector = "long", queries = 50 })).JsonAsync();
        Assert.True((double)recall["points"]!.AsArray()[^1]!["recall"]! >= 0.99, recall.ToJsonString());
        Assert.Equal(400, (int)(await again.GetJsonAsync("/v1/vectors/collections/people"))["statistics"]!["records"]!);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Nothing_of_an_erased_person_is_left_in_PostgreSQL(bool rewrites)
    {
        await using TestDatabase database = TestDatabase.Postgres();
        KeyValuePair<string, string?>[] settings = await database.CreateAsync();
        using var folder = new TemporaryFolder();
        string others;
        await using (RunningServer server = await RunningServer.StartAsync(settings: [.. settings, new("Perto:Privacy:Rewrite", $"{rewrites}")], dataFolder: folder.Path))
        {
            var erasure = new Erasure(server);
            await erasure.FillAsync();
            await AnalyzeAsync(settings[0].Value!);
            IReadOnlyList<string> before = await DumpAsync(settings[0].Value!);
            Assert.Contains(before, trace => trace.StartsWith("pg_stats:", StringComparison.Ordinal));
            others = await erasure.OthersAsync();
            string import = await erasure.BeginImportAsync();

            AssertCounts(await erasure.EraseAsync());

            await erasure.ImportedAsync(import);
            Assert.Equal(others, await erasure.OthersAsync());
            Assert.Empty(Erasure.Traces.InFolder(folder.Path));
        }
        Assert.Empty(await DumpAsync(settings[0].Value!));
        if (rewrites)
            Assert.Empty(await FilesAsync(settings[0].Value!));
        Assert.Empty(Erasure.Traces.InFolder(folder.Path));
    }

    [Fact]
    public async Task A_receipt_can_be_compared_with_a_person_and_an_erased_person_is_refused_until_it_is_lifted()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        var erasure = new Erasure(server);
        await erasure.FillAsync();
        JsonNode receipt = await erasure.EraseAsync();
        string id = (string)receipt["id"]!;

        Assert.True((bool)(await (await server.PostAsync($"/v1/privacy/erasures/{id}/verify", new { subject = Erasure.Person })).JsonAsync())["matches"]!);
        Assert.False((bool)(await (await server.PostAsync($"/v1/privacy/erasures/{id}/verify", new { subject = "p1" })).JsonAsync())["matches"]!);
        Assert.Equal(id, (string?)(await server.GetJsonAsync("/v1/privacy/erasures"))["items"]![0]!["id"]);
        await (await server.PostAsync("/v1/privacy/erasures/none/verify", new { subject = "p1" })).ProblemAsync(404, "not_found");
        await (await server.PostAsync("/v1/privacy/erasures", new { subject = "" })).ProblemAsync(400, "invalid_value");

        object events = new { events = new[] { new { type = "rating", user = "p2", title = "t05", rating = 3 }, new { type = "rating", user = Erasure.Person, title = "t05", rating = 3 } } };
        JsonObject refused = await (await server.PostAsync("/v1/streaming/events", events)).ProblemAsync(409, "person_erased");
        Assert.Contains("events[1].user", (string?)refused["title"]);
        JsonNode run = await erasure.ImportAsync(Erasure.Movies(), Erasure.Ratings(), Erasure.Tags());
        Assert.Equal(19, (int)run["rows_rejected"]!);
        Assert.Equal(18, run["errors"]!.AsArray().Count(error => (string?)error!["rule"] == "is about a person who was erased" && error["given"] is null));
        Assert.Equal(0, await RowsAsync(server));

        HttpResponseMessage lifted = await server.PostAsync("/v1/privacy/suppressions/lift", new { subject = Erasure.Person });
        Assert.True((bool)(await lifted.JsonAsync())["lifted"]!);
        Assert.Equal(HttpStatusCode.Accepted, (await server.PostAsync("/v1/streaming/events", events)).StatusCode);
        Assert.Equal(1, await RowsAsync(server));
    }

    [Fact]
    public async Task An_export_has_a_file_for_each_place_and_a_manifest_that_fits()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        var erasure = new Erasure(server);
        await erasure.FillAsync();

        HttpResponseMessage answer = await server.PostAsync("/v1/privacy/exports", new { subject = Erasure.Person }, key: "an-export");

        Assert.Equal((HttpStatusCode.OK, "application/zip"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var archive = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Cancellation)));
        JsonNode manifest = JsonNode.Parse(await ReadAsync(archive, "manifest.json"))!;
        Assert.Equal(Erasure.Person, (string?)manifest["subject"]);
        foreach (JsonNode? file in manifest["files"]!.AsArray())
        {
            byte[] bytes = await ReadAsync(archive, (string)file!["name"]!);
            Assert.Equal((string?)file["sha256"], Convert.ToHexStringLower(SHA256.HashData(bytes)));
            Assert.Equal((long)file["length"]!, bytes.Length);
            Assert.Equal((long)file["items"]!, JsonNode.Parse(bytes)!.AsArray().Count);
        }
        Assert.Equal(archive.Entries.Count, manifest["files"]!.AsArray().Count + 1);
        JsonArray ratings = JsonNode.Parse(await ReadAsync(archive, "streaming_rating.json"))!.AsArray();
        Assert.InRange(ratings.Count, 15, 16);
        Assert.All(ratings, rating => Assert.Equal(Erasure.Person, (string?)rating!["user_id"]));
        JsonArray records = JsonNode.Parse(await ReadAsync(archive, "vectors-records.json"))!.AsArray();
        Assert.Equal(["notes n-1", "notes n-2", $"people {Erasure.Person}"], records.Select(record => $"{record!["collection"]} {record["record"]!["id"]}"));
        Assert.Equal(8, records[0]!["record"]!["vectors"]!["face"]!.AsArray().Count);
        Assert.Equal(2, JsonNode.Parse(await ReadAsync(archive, "imports-rejected.json"))!.AsArray().Count);
    }

    [Fact]
    public async Task What_is_kept_can_be_read_with_collections_that_nobody_declared()
    {
        await using RunningServer server = await RunningServer.StartAsync(settings: [new("Perto:Privacy:Retention:STREAMING_EXPOSURE", "90.00:00:00")]);
        await new Erasure(server).FillAsync();
        await server.SendAsync(HttpMethod.Delete, "/v1/privacy/collections/people");

        JsonNode privacy = await server.GetJsonAsync("/v1/privacy");

        JsonNode exposure = privacy["tables"]!.AsArray().Single(table => (string?)table!["table"] == "streaming_exposure")!;
        Assert.Equal(("streaming", "user_id", 90 * 86_400), ((string?)exposure["module"], (string?)exposure["subject_column"], (int?)exposure["retention_seconds"]));
        Assert.Contains("row_name", exposure["columns"]!.AsArray().Select(column => (string?)column));
        Assert.Contains("server/answers", privacy["sources"]!.AsArray().Select(source => (string?)source!["source"]));
        Assert.Equal(
            ["notes True who", "people False "],
            privacy["collections"]!.AsArray().Select(own => $"{own!["collection"]} {(bool)own["holds_people"]!} {own["subject_field"]}"));
        await (await server.SendAsync(HttpMethod.Put, "/v1/privacy/collections/notes", System.Net.Http.Json.JsonContent.Create(new { subject_field = "bio" }))).ProblemAsync(400, "invalid_value");
        await (await server.SendAsync(HttpMethod.Put, "/v1/privacy/collections/none", System.Net.Http.Json.JsonContent.Create(new { }))).ProblemAsync(404, "not_found");
    }

    private static void AssertCounts(JsonNode receipt)
    {
        Dictionary<string, long> items = receipt["sources"]!.AsArray().ToDictionary(source => (string)source!["source"]!, source => (long)source!["items"]!);
        Assert.All(receipt["sources"]!.AsArray(), source => Assert.NotNull(source!["done_at"]));
        Assert.Equal((1, 1, 1, 4), (items["streaming_person"], items["streaming_view"], items["streaming_tag"], items["streaming_exposure"]));
        Assert.InRange(items["streaming_rating"], 15, 16);
        Assert.Equal((3, 0, 4), (items["vectors/records"], items["vectors/derived"], items["server/answers"]));
        // The import that runs meanwhile may have rejected its lines before they were refused.
        Assert.InRange(items["imports/rejected"], 2, 4);
        Assert.InRange(items["imports/uploads"], 1, 2);
    }

    private static async Task<long> RowsAsync(RunningServer server) =>
        (await server.GetJsonAsync($"/v1/streaming/users/{Uri.EscapeDataString(Erasure.Person)}/history"))["items"]!.AsArray().Count;

    private static async Task<byte[]> ReadAsync(ZipArchive archive, string name)
    {
        await using Stream entry = await archive.GetEntry(name)!.OpenAsync(Cancellation);
        using var bytes = new MemoryStream();
        await entry.CopyToAsync(bytes, Cancellation);
        return bytes.ToArray();
    }

    /// <summary>Traces in the rows of all tables.</summary>
    private static async Task<IReadOnlyList<string>> DumpAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        List<string> found = [];
        foreach (string table in await TextsAsync(source, "select table_name::text from information_schema.tables where table_schema = 'public'"))
        {
            // Bytes are hexadecimal in text, so the traces of floats are looked for in hexadecimal as well.
            foreach (string row in await TextsAsync(source, $"select t::text from \"{table}\" t"))
                found.AddRange(Erasure.Traces.In(System.Text.Encoding.UTF8.GetBytes(row)).Select(trace => $"{table}: {trace}"));
        }
        foreach (string row in await TextsAsync(source, "select s::text from pg_stats s where schemaname in ('public', 'perto_vectors')"))
            found.AddRange(Erasure.Traces.In(System.Text.Encoding.UTF8.GetBytes(row)).Select(trace => $"pg_stats: {trace}"));
        return found;
    }

    /// <summary>Autovacuum does so at moments of its own: frequent values are quoted in the planner's statistics.</summary>
    private static async Task AnalyzeAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using NpgsqlCommand analyze = source.CreateCommand("analyze");
        await analyze.ExecuteNonQueryAsync(Cancellation);
    }

    /// <summary>Traces in the files of all tables and indexes, free space inside of them included.</summary>
    private static async Task<IReadOnlyList<string>> FilesAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using (NpgsqlCommand checkpoint = source.CreateCommand("checkpoint"))
            await checkpoint.ExecuteNonQueryAsync(Cancellation);
        List<string> found = [];
        await using NpgsqlCommand command = source.CreateCommand(
            """
            select c.relname::text, pg_read_binary_file(pg_relation_filepath(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where (n.nspname in ('public', 'pg_toast') or c.relname = 'pg_statistic') and c.relkind in ('r', 'i', 't') and pg_relation_size(c.oid) > 0
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(Cancellation);
        int files = 0;
        while (await reader.ReadAsync(Cancellation))
        {
            files++;
            found.AddRange(Erasure.Traces.In(reader.GetFieldValue<byte[]>(1)).Select(trace => $"{reader.GetString(0)}: {trace}"));
        }
        Assert.True(files > 10);
        return found;
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(Cancellation);
        List<string> texts = [];
        while (await reader.ReadAsync(Cancellation))
            texts.Add(reader.GetString(0));
        return texts;
    }
}
