using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class FeatureExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_history_is_exported_to_a_folder_in_the_order_of_time_with_a_manifest(SqlDialect engine)
    {
        await using TestFeatures features = await FilledAsync(engine, 2_500);
        string folder = _folder.Find("out");

        FeatureExportManifest manifest = await ExportAsync(features, new FeatureExportRequest { Folder = folder, RowsPerFile = 1_000 });

        Assert.Equal([1_000L, 1_000, 500], manifest.Files.Select(file => file.Rows));
        Assert.Equal(2_500, manifest.Rows);
        Assert.Equal(["manifest.json", "part-00000.jsonl.gz", "part-00001.jsonl.gz", "part-00002.jsonl.gz"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        List<long> scores = [];
        foreach (ExportedFeatureFile file in manifest.Files)
        {
            byte[] bytes = await File.ReadAllBytesAsync(Path.Combine(folder, file.Name), Token);
            Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (file.Bytes, file.Sha256));
            foreach (string line in Unzip(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                scores.Add((long)JsonNode.Parse(line)!["values"]!["score"]!);
        }
        Assert.Equal(Enumerable.Range(0, 2_500).Select(i => 2_499L - i), scores);
        JsonNode written = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json"), Token))!;
        Assert.Equal((2_500, "json_lines"), ((int)written["rows"]!, (string?)written["format"]));
    }

    [Fact]
    public async Task A_csv_quotes_what_it_must_and_a_window_leaves_out_the_rest()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        await features.WriteAsync(
            "title_facts",
            TestFeatures.Write("a\"b", features.Now.AddHours(-1), ("country", FeatureValue.Of("x,\ny")), ("genres", FeatureValue.Of("crime", "drama")), ("rating", FeatureValue.Of(4.5))),
            TestFeatures.Write("old", features.Now.AddHours(-3)),
            TestFeatures.Write("new", features.Now));
        string folder = _folder.Find("csv");

        await features.Get<FeatureExports>().RunAsync(
            TestFeatures.Tenant,
            "title_facts",
            new FeatureExportRequest { Folder = folder, Format = ExportFormat.Csv, Gzip = false, FromAt = features.Now.AddHours(-2), ToAt = features.Now },
            cancellationToken: Token);

        Assert.Equal(
            "key,event_at,written_at,rating,year,original,country,genres,plot,shares\r\n"
            + "\"a\"\"b\",2025-12-31T23:00:00.000000Z,2026-01-01T00:00:00.000001Z,4.5,,,\"x,\ny\",\"[\"\"crime\"\",\"\"drama\"\"]\",,\r\n",
            await File.ReadAllTextAsync(Path.Combine(folder, "part-00000.csv"), Token));
    }

    [Fact]
    public async Task A_whole_export_is_not_overwritten_and_an_unfinished_one_of_something_else_neither()
    {
        await using TestFeatures features = await FilledAsync(SqlDialect.Sqlite, 10);
        string folder = _folder.Find("out");
        await ExportAsync(features, new FeatureExportRequest { Folder = folder });
        Assert.Equal("export_exists", (await Assert.ThrowsAsync<ConflictException>(() => ExportAsync(features, new FeatureExportRequest { Folder = folder }))).Code);

        File.Move(Path.Combine(folder, "manifest.json"), Path.Combine(folder, "manifest.partial.json"));
        Assert.Equal("export_differs", (await Assert.ThrowsAsync<ConflictException>(() => ExportAsync(features, new FeatureExportRequest { Folder = folder, Format = ExportFormat.Csv }))).Code);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_export_that_was_interrupted_goes_on_behind_its_last_whole_file(bool toBucket)
    {
        await using ObjectStoreDouble store = await ObjectStoreDouble.StartAsync();
        await using TestFeatures features = await FilledAsync(SqlDialect.Sqlite, 2_500, store);
        var request = new FeatureExportRequest { Folder = toBucket ? null : _folder.Find("out"), Bucket = toBucket ? "films" : null, RowsPerFile = 1_000, Gzip = false };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => features.Get<FeatureExports>().RunAsync(
            TestFeatures.Tenant, "title_score", request, new Told(_ => stop.Cancel()), stop.Token));
        // Later rows are behind the end that was set at the beginning.
        features.Clock.Advance(TimeSpan.FromMinutes(1));
        await features.WriteAsync("title_score", features.Scored("late", 0, 9_999));
        List<long> told = [];

        FeatureExportManifest manifest = await features.Get<FeatureExports>().RunAsync(TestFeatures.Tenant, "title_score", request, new Told(told.Add), Token);

        Assert.Equal([2_000L, 2_500], told);
        Assert.Equal([1_000L, 1_000, 500], manifest.Files.Select(file => file.Rows));
        string all = string.Concat(manifest.Files.Select(file => toBucket
            ? Encoding.UTF8.GetString(store.Objects[$"/films/{file.Name}"])
            : File.ReadAllText(Path.Combine(request.Folder!, file.Name))));
        Assert.Equal(Enumerable.Range(0, 2_500).Select(i => 2_499L - i), all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (long)JsonNode.Parse(line)!["values"]!["score"]!));
    }

    [Fact]
    public async Task In_a_bucket_each_tenant_has_names_of_its_own_and_goes_on_with_what_it_began_only()
    {
        await using ObjectStoreDouble store = await ObjectStoreDouble.StartAsync();
        await using TestFeatures features = await FilledAsync(SqlDialect.Sqlite, 1_500, store);
        TenantId other = new("other");
        await features.Store.WriteAsync(other, "title_score", [features.Scored("heat", 1, 7)], Token);
        FeatureExports exports = features.Get<FeatureExports>();
        var request = new FeatureExportRequest { Bucket = "films", Prefix = "scores", RowsPerFile = 1_000, Gzip = false };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => exports.RunAsync(
            TestFeatures.Tenant, "title_score", exports.Confined(TestFeatures.Tenant, request), new Told(_ => stop.Cancel()), stop.Token));

        FeatureExportManifest manifest = await exports.RunAsync(other, "title_score", exports.Confined(other, request), cancellationToken: Token);

        Assert.Equal(("other", 1L), (manifest.Tenant, manifest.Rows));
        Assert.Equal(
            ["/films/other/scores/manifest.json", "/films/other/scores/part-00000.jsonl", "/films/t/scores/manifest.partial.json", "/films/t/scores/part-00000.jsonl"],
            store.Objects.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("other/", exports.Confined(other, new FeatureExportRequest { Bucket = "films" }).Prefix);
        // In a process a prefix may be any.
        Assert.Equal("export_differs", (await Assert.ThrowsAsync<ConflictException>(
            () => exports.RunAsync(other, "title_score", request with { Prefix = "t/scores" }, cancellationToken: Token))).Code);
    }

    [Fact]
    public async Task A_bucket_gets_large_files_in_parts_signed_and_names_with_a_prefix()
    {
        await using ObjectStoreDouble store = await ObjectStoreDouble.StartAsync();
        await using TestFeatures features = await FilledAsync(SqlDialect.Sqlite, 3_000, store);
        S3Bucket bucket = features.Get<S3Store>().Open("films", endpoint: null);
        RegisteredView view = await features.Store.Views.FindAsync(TestFeatures.Tenant, "title_score", Token);
        // A busy store now and then.
        int seen = 0;
        store.Failing = _ => ++seen % 5 == 0 ? 503 : null;

        FeatureExportManifest manifest = await features.Get<FeatureExports>().RunAsync(
            TestFeatures.Tenant, view, new FeatureExportRequest { Bucket = "films", Gzip = false }, new BucketTarget(bucket, "a b/ü+(1)/", partBytes: 50_000), progress: null, Token);

        Assert.Equal(["/films/a b/ü+(1)/manifest.json", "/films/a b/ü+(1)/part-00000.jsonl"], store.Objects.Keys.Order(StringComparer.Ordinal));
        byte[] bytes = store.Objects["/films/a b/ü+(1)/part-00000.jsonl"];
        Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (manifest.Files[0].Bytes, manifest.Files[0].Sha256));
        Assert.InRange(store.Parts, 3, int.MaxValue);
        Assert.Equal(0, store.UnfinishedUploads);
    }

    [Fact]
    public async Task A_store_that_refuses_is_told_with_its_reason_and_no_upload_is_left_behind()
    {
        await using ObjectStoreDouble store = await ObjectStoreDouble.StartAsync();
        await using TestFeatures features = await FilledAsync(SqlDialect.Sqlite, 3_000, store);
        S3Bucket bucket = features.Get<S3Store>().Open("films", endpoint: null);
        RegisteredView view = await features.Store.Views.FindAsync(TestFeatures.Tenant, "title_score", Token);
        store.Failing = request => request.Query["partNumber"] == "2" ? 400 : null;

        DependencyException told = await Assert.ThrowsAsync<DependencyException>(() => features.Get<FeatureExports>().RunAsync(
            TestFeatures.Tenant, view, new FeatureExportRequest { Bucket = "films", Gzip = false }, new BucketTarget(bucket, "", partBytes: 50_000), progress: null, Token));

        Assert.False(told.Transient);
        Assert.Contains("400", told.Message, StringComparison.Ordinal);
        Assert.Equal(0, store.UnfinishedUploads);
        Assert.Empty(store.Objects);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_by_the_store()
    {
        await using ObjectStoreDouble store = await ObjectStoreDouble.StartAsync();
        await using TestFeatures features = await FilledAsync(SqlDialect.Sqlite, 1, store, secret: "wrong");

        DependencyException told = await Assert.ThrowsAsync<DependencyException>(() => ExportAsync(features, new FeatureExportRequest { Bucket = "films" }));

        Assert.Contains("SignatureDoesNotMatch", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_may_not_lead_the_server_where_no_setting_allows()
    {
        await using TestFeatures features = await FilledAsync(SqlDialect.Sqlite, 1);
        Assert.Equal("endpoint", (await Assert.ThrowsAsync<InvalidValueException>(
            () => ExportAsync(features, new FeatureExportRequest { Bucket = "films", Endpoint = new Uri("http://169.254.169.254/") }))).Field);
        Assert.Equal("export_not_configured", (await Assert.ThrowsAsync<ConflictException>(() => ExportAsync(features, new FeatureExportRequest { Bucket = "films" }))).Code);
        FeatureExports exports = features.Get<FeatureExports>();
        Assert.Equal("export_not_configured", Assert.Throws<ConflictException>(() => exports.Confined(TestFeatures.Tenant, new FeatureExportRequest { Folder = "a" })).Code);

        await using TestFeatures confined = await TestFeatures.OpenAsync(
            SqlDialect.Sqlite, settings: new Dictionary<string, string?> { ["Perto:Features:ExportFolder"] = _folder.Find("exports") });
        exports = confined.Get<FeatureExports>();
        foreach (string folder in (string[])["/etc", "..", "a/../../b", "a//b", ".hidden", "a\\b", "C:x", "a/.", ""])
            Assert.Equal("folder", Assert.Throws<InvalidValueException>(() => exports.Confined(TestFeatures.Tenant, new FeatureExportRequest { Folder = folder })).Field);
        Assert.Equal(_folder.Find("exports/t/a/b.1"), exports.Confined(TestFeatures.Tenant, new FeatureExportRequest { Folder = "a/b.1" }).Folder);
    }

    [Theory]
    [InlineData("{}", "folder")]
    [InlineData("""{"folder": "a", "bucket": "films"}""", "folder")]
    [InlineData("""{"folder": "a", "prefix": "x"}""", "bucket")]
    [InlineData("""{"bucket": "films", "prefix": "../x"}""", "prefix")]
    [InlineData("""{"bucket": "Films"}""", "bucket")]
    [InlineData("""{"folder": "a", "rows_per_file": 0}""", "rows_per_file")]
    [InlineData("""{"folder": "a", "from_at": "2025-01-02T00:00:00Z", "to_at": "2025-01-01T00:00:00Z"}""", "to_at")]
    public async Task A_request_that_breaks_a_rule_names_the_field(string json, string field)
    {
        await using TestFeatures features = await FilledAsync(SqlDialect.Sqlite, 1);
        FeatureExportRequest request = System.Text.Json.JsonSerializer.Deserialize<FeatureExportRequest>(json, PertoJson.Options)!;
        Assert.Equal(field, (await Assert.ThrowsAsync<InvalidValueException>(() => ExportAsync(features, request))).Field);
    }

    private static async Task<TestFeatures> FilledAsync(SqlDialect engine, int rows, ObjectStoreDouble? store = null, string secret = ObjectStoreDouble.Secret)
    {
        Dictionary<string, string?> settings = store is null ? [] : new()
        {
            ["Perto:Features:S3:Endpoint"] = store.Address.ToString(),
            ["Perto:Features:S3:AccessKeyId"] = ObjectStoreDouble.AccessKeyId,
            ["Perto:Features:S3:SecretAccessKey"] = secret,
            ["Perto:Dependencies:s3:RetryDelay"] = "00:00:00",
        };
        TestFeatures features = await TestFeatures.OpenAsync(engine, settings: settings);
        foreach (int[] some in Enumerable.Range(0, rows).Chunk(1_000))
            await features.WriteAsync("title_score", [.. some.Select(i => features.Scored($"t{i % 7}", i + 1, i))]);
        return features;
    }

    private static Task<FeatureExportManifest> ExportAsync(TestFeatures features, FeatureExportRequest request) =>
        features.Get<FeatureExports>().RunAsync(TestFeatures.Tenant, "title_score", request, cancellationToken: Token);

    private static string Unzip(byte[] bytes)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
