using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform.Tests;

public sealed class DerivedCollectionsTests
{
    private static readonly TenantId Tenant = new("t");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_is_published_is_found_also_by_a_process_that_starts_later(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        DerivedCollections collections = Collections(test);
        Assert.Null(await collections.LiveAsync(Tenant, "titles", Token));
        VectorRecord[] records = [.. Enumerable.Range(0, 2_500).Select(Record)];

        await collections.PublishAsync(Tenant, "titles", "taste@1", Schema, records, Token);
        DerivedCollections later = Collections(test);
        Assert.Null(await later.LiveAsync(Tenant, "titles", Token));
        List<RebuildProgress> told = [];
        await later.RebuildAsync(new Told<RebuildProgress>(told.Add), Token);

        foreach (DerivedCollections each in (DerivedCollections[])[collections, later])
        {
            IVectorCollection live = (await each.LiveAsync(Tenant, "titles", Token))!;
            Assert.Equal("titles@taste@1:4", live.Name);
            Assert.Equal(2_500, await live.CountAsync(cancellationToken: Token));
            VectorRecord expected = Record(17);
            VectorRecord found = (await live.GetAsync("i17", includeVectors: true, Token))!;
            Assert.Equal(expected.Vectors["taste"].Dense.ToArray(), found.Vectors["taste"].Dense.ToArray());
            Assert.Equal(expected.Payload.OrderBy(pair => pair.Key), found.Payload.OrderBy(pair => pair.Key));
            Assert.Equal(expected.ExpiresAt, found.ExpiresAt);
            Assert.False((await live.GetAsync("i3", includeVectors: true, Token))!.Vectors.ContainsKey("plot"));
            SearchHit best = (await live.SearchAsync(new VectorQuery("taste", expected.Vectors["taste"]) { K = 1, Filter = Filter.Eq("year", 1917) }, Token)).Hits[0];
            Assert.Equal("i17", best.Id);
        }
        Assert.Equal([1_000L, 2_000, 2_500], told.Select(progress => progress.Done));
        Assert.Equal(new RebuildProgress(Tenant, "titles@taste@1:4", 2_500, 2_500), told[^1]);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_new_model_takes_the_alias_and_the_one_before_stays_until_the_next(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        DerivedCollections collections = Collections(test);
        await collections.PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1)], Token);
        IVectorCollection first = (await collections.LiveAsync(Tenant, "titles", Token))!;

        await collections.PublishAsync(Tenant, "titles", "taste@2", Schema, [Record(1), Record(2)], Token);

        Assert.Equal("titles@taste@2:4", (await collections.LiveAsync(Tenant, "titles", Token))!.Name);
        Assert.Equal(1, await first.CountAsync(cancellationToken: Token));
        Assert.Equal(
            [("taste@2", CollectionState.Live, 2L), ("taste@1", CollectionState.Retired, 1L)],
            (await collections.ListAsync(Tenant, Token)).Select(each => (each.Model, each.State, each.Records)));

        await collections.PublishAsync(Tenant, "titles", "taste@3", Schema, [Record(3)], Token);

        Assert.Equal(["taste@3", "taste@2"], (await collections.ListAsync(Tenant, Token)).Select(each => each.Model));
        await Assert.ThrowsAsync<VectorStoreException>(async () => await first.CountAsync(cancellationToken: Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Publishing_under_the_live_model_brings_it_up_to_date_in_place(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        DerivedCollections collections = Collections(test);
        await collections.PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1), Record(2)], Token);
        IVectorCollection held = (await collections.LiveAsync(Tenant, "titles", Token))!;

        await collections.PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(2), Record(3)], Token);

        Assert.Equal(["i2", "i3"], await IdsAsync(held));
        Assert.Equal(2, Assert.Single(await collections.ListAsync(Tenant, Token)).Records);
        var refused = await Assert.ThrowsAsync<ConflictException>(() => collections.PublishAsync(
            Tenant, "titles", "taste@1", schema => schema.Dense("taste", 4, Metric.Cosine), [], Token));
        Assert.Equal("collection_schema", refused.Code);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Records_can_be_added_and_deleted_and_stay_so_after_a_rebuild(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        DerivedCollections collections = Collections(test);
        await collections.PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1), Record(2)], Token);

        await collections.UpsertAsync(Tenant, "titles", [Record(3), new VectorRecord("i1") { Payload = { ["year"] = 2001L } }], Token);
        long deleted = await collections.DeleteAsync(Tenant, "titles", ["i2", "none"], Token);
        await collections.RebuildAsync(cancellationToken: Token);

        IVectorCollection live = (await collections.LiveAsync(Tenant, "titles", Token))!;
        Assert.Equal(1, deleted);
        Assert.Equal(["i1", "i3"], await IdsAsync(live));
        Assert.Equal(2001L, (await live.GetAsync("i1", includeVectors: false, Token))!.Payload["year"]);
        await Assert.ThrowsAsync<NotFoundException>(() => collections.UpsertAsync(Tenant, "none", [Record(1)], Token));
        await Assert.ThrowsAsync<NotFoundException>(() => collections.UpsertAsync(new TenantId("other"), "titles", [Record(1)], Token));
    }

    [Fact]
    public async Task A_bad_record_leaves_the_alias_where_it_was_and_nothing_of_an_upsert_written()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        DerivedCollections collections = Collections(test);
        await collections.PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1)], Token);
        var bad = new VectorRecord("bad") { Vectors = { ["taste"] = new float[3] } };

        await Assert.ThrowsAsync<VectorStoreException>(() => collections.UpsertAsync(Tenant, "titles", [Record(2), bad], Token));
        await Assert.ThrowsAsync<VectorStoreException>(() => collections.PublishAsync(Tenant, "titles", "taste@2", Schema, [Record(2), bad], Token));
        await Assert.ThrowsAsync<VectorStoreException>(() => collections.PublishAsync(Tenant, "titles", "no model", Schema, [Record(2)], Token));

        IVectorCollection live = (await collections.LiveAsync(Tenant, "titles", Token))!;
        Assert.Equal("titles@taste@1:4", live.Name);
        Assert.Equal(["i1"], await IdsAsync(live));
        await collections.PublishAsync(Tenant, "titles", "taste@2", Schema, [Record(5)], Token);
        Assert.Equal(["i5"], await IdsAsync((await collections.LiveAsync(Tenant, "titles", Token))!));
    }

    [Fact]
    public async Task Tenants_share_nothing()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        DerivedCollections collections = Collections(test);
        var other = new TenantId("other");
        await collections.PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1)], Token);
        await collections.PublishAsync(other, "titles", "taste@1", Schema, [Record(2), Record(3)], Token);
        await collections.RebuildAsync(cancellationToken: Token);

        Assert.Equal(["i1"], await IdsAsync((await collections.LiveAsync(Tenant, "titles", Token))!));
        Assert.Equal(["i2", "i3"], await IdsAsync((await collections.LiveAsync(other, "titles", Token))!));
        Assert.Equal(1, Assert.Single(await collections.ListAsync(Tenant, Token)).Records);
    }

    [Fact]
    public async Task Upserts_during_a_publication_go_to_what_it_publishes()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        DerivedCollections collections = Collections(test);
        await collections.PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1)], Token);
        var gate = new TaskCompletionSource();
        var reading = new TaskCompletionSource();

        async IAsyncEnumerable<VectorRecord> SlowAsync()
        {
            yield return Record(2);
            reading.SetResult();
            await gate.Task;
        }

        Task publishing = collections.PublishAsync(Tenant, "titles", "taste@2", Schema, SlowAsync(), Token);
        await reading.Task;
        Task upserting = collections.UpsertAsync(Tenant, "titles", [Record(3)], Token);
        Assert.Equal("titles@taste@1:4", (await collections.LiveAsync(Tenant, "titles", Token))!.Name);
        gate.SetResult();
        await publishing;
        await upserting;

        Assert.Equal(["i2", "i3"], await IdsAsync((await collections.LiveAsync(Tenant, "titles", Token))!));
    }

    [Theory, InlineData("x''"), InlineData("x'02'"), InlineData("substr(vectors, 1, 9)"), InlineData("vectors || x'00'")]
    public async Task Damaged_embeddings_stop_a_rebuild_and_are_named(string damage)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        DerivedCollections collections = Collections(test);
        await collections.PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1)], Token);
        await test.Database.WriteAsync(session => session.ExecuteAsync($"update embedding set vectors = cast({damage} as blob)"), Token);

        var damaged = await Assert.ThrowsAsync<InvalidDataException>(() => Collections(test).RebuildAsync(cancellationToken: Token));

        Assert.Contains("'i1'", damaged.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_another_process_publishes_is_opened_here(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var store = new EmbeddedVectorStore();
        DerivedCollections publisher = Collections(test);
        var follower = new DerivedCollections(test.Database, store, new ManualTimeProvider());
        Assert.Null(await follower.OpenLiveAsync(Tenant, "titles", Token));
        await publisher.PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1)], Token);
        (IVectorCollection first, string firstModel) = (await follower.OpenLiveAsync(Tenant, "titles", Token))!.Value;
        Assert.Equal(("titles@taste@1:4", "taste@1"), (first.Name, firstModel));

        await publisher.PublishAsync(Tenant, "titles", "taste@2", Schema, [.. Enumerable.Range(0, 1_500).Select(Record)], Token);
        (IVectorCollection second, string secondModel) = (await follower.OpenLiveAsync(Tenant, "titles", Token))!.Value;

        Assert.Equal(("titles@taste@2:4", "taste@2"), (second.Name, secondModel));
        Assert.Equal(1_500, await second.CountAsync(cancellationToken: Token));
        Assert.Same(second, await follower.LiveAsync(Tenant, "titles", Token));
        Assert.Same(second, (await follower.OpenLiveAsync(Tenant, "titles", Token))!.Value.Collection);
        Assert.Equal(["i1"], await IdsAsync(first));

        await publisher.PublishAsync(Tenant, "titles", "taste@3", Schema, [Record(3)], Token);
        Assert.Equal("taste@3", (await follower.OpenLiveAsync(Tenant, "titles", Token))!.Value.Model);
        Assert.Equal(["titles@taste@2:4", "titles@taste@3:4"], (await store.NamesAsync(Tenant, Token)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_collection_that_was_filled_half_is_filled_again()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var store = new EmbeddedVectorStore();
        await Collections(test).PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1), Record(2)], Token);
        IVectorCollection half = await store.CollectionAsync(Tenant, "titles@taste@1:4", Schema, Token);
        await half.UpsertAsync([Record(1)], Token);

        var follower = new DerivedCollections(test.Database, store, new ManualTimeProvider());

        Assert.Equal(["i1", "i2"], await IdsAsync((await follower.OpenLiveAsync(Tenant, "titles", Token))!.Value.Collection));
    }

    [Fact]
    public async Task A_publication_during_a_rebuild_is_not_undone()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        DerivedCollections collections = Collections(test);
        await collections.PublishAsync(Tenant, "films", "taste@1", Schema, [Record(1)], Token);
        await collections.PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1)], Token);
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var listed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        async IAsyncEnumerable<VectorRecord> SlowAsync()
        {
            reading.SetResult();
            await listed.Task;
            yield return Record(2);
        }

        Task publishing = collections.PublishAsync(Tenant, "titles", "taste@2", Schema, SlowAsync(), Token);
        await reading.Task;
        // Films are rebuilt first: when that is told, the rebuild has seen the titles of the model before.
        Task rebuilding = collections.RebuildAsync(new Told<RebuildProgress>(_ => listed.TrySetResult()), Token);
        await Task.WhenAll(publishing, rebuilding);

        IVectorCollection live = (await collections.LiveAsync(Tenant, "titles", Token))!;
        Assert.Equal("titles@taste@2:4", live.Name);
        Assert.Equal(["i2"], await IdsAsync(live));
    }

    [Fact]
    public async Task Vectors_and_fields_of_every_kind_are_kept()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var record = new VectorRecord("a")
        {
            Vectors = { ["terms"] = new SparseVector([7, uint.MaxValue], [2, 1.5f]), ["code"] = new BitVector(new byte[] { 1, 255 }), ["plot"] = new float[] { 1, 2 } },
            Payload = { ["at"] = new GeoPoint(52.5, -13.25), ["text"] = "Red planet" },
        };
        await Collections(test).PublishAsync(Tenant, "titles", "words@1", Every, [record, new VectorRecord("b")], Token);
        DerivedCollections later = Collections(test);
        await later.RebuildAsync(cancellationToken: Token);

        IVectorCollection live = (await later.LiveAsync(Tenant, "titles", Token))!;
        Assert.Equal(CollectionSchema.Create(Every), live.Schema);
        VectorRecord read = (await live.GetAsync("a", cancellationToken: Token))!;
        Assert.Equal(record.Vectors.OrderBy(pair => pair.Key), read.Vectors.OrderBy(pair => pair.Key));
        Assert.Equal(record.Payload.OrderBy(pair => pair.Key), read.Payload.OrderBy(pair => pair.Key));
        Assert.Empty((await live.GetAsync("b", cancellationToken: Token))!.Vectors);

        static void Every(CollectionSchemaBuilder schema) => schema
            .Sparse("terms").Bits("code", 16).Dense("plot", 2, Metric.Dot, new VectorIndexSettings { Links = 8, Codes = VectorCodes.Int4 }).Geo("at").Text("text");
    }

    [Fact]
    public void A_definition_that_was_stored_before_fields_had_kinds_still_reads()
    {
        var row = new CollectionRow
        {
            Definition = """{"vectors":[{"name":"plot","dimension":384,"metric":"cosine"}],"payload":[{"name":"genre","kind":"keyword"}]}""",
        };
        Assert.Equal(CollectionSchema.Create(schema => schema.Dense("plot", 384, Metric.Cosine).Keyword("genre")), row.Schema());
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_start_writes_only_what_the_store_has_not_as_the_database_has_it(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var store = new EmbeddedVectorStore();
        var first = new DerivedCollections(test.Database, store, new ManualTimeProvider());
        await first.PublishAsync(Tenant, "titles", "taste@1", Schema, [.. Enumerable.Range(0, 2_500).Select(Record)], Token);
        await first.UpsertAsync(Tenant, "titles", [Record(7), Record(9_000)], Token);
        IVectorCollection stored = (await store.FindAsync(Tenant, "titles@taste@1:4", Token))!;
        // What a crash leaves: a record that never came, one that is older, one that was to be deleted.
        VectorRecord older = (await stored.GetAsync("i8", includeVectors: true, Token))!;
        await first.UpsertAsync(Tenant, "titles", [new VectorRecord("i8") { Payload = { ["year"] = 2001L } }], Token);
        await stored.UpsertAsync([older, Stray()], Token);
        await stored.DeleteAsync(["i9000"], Token);
        var watched = new WatchedStore(store);

        var later = new DerivedCollections(test.Database, watched, new ManualTimeProvider());
        Assert.Single(await later.OpenAsync(cancellationToken: Token));
        IVectorCollection live = (await later.LiveAsync(Tenant, "titles", Token))!;
        Assert.Equal(2_501, await live.CountAsync(cancellationToken: Token));
        Assert.Empty(watched.Written);
        List<RebuildProgress> told = [];
        await later.SyncAsync(new Told<RebuildProgress>(told.Add), Token);

        Assert.Equal(["i8", "i9000"], watched.Written.Order(StringComparer.Ordinal));
        Assert.Equal(["stray"], watched.Deleted);
        Assert.Equal(2_501, await live.CountAsync(cancellationToken: Token));
        Assert.Equal(2001L, (await live.GetAsync("i8", includeVectors: false, Token))!.Payload["year"]);
        Assert.NotNull(await live.GetAsync("i9000", cancellationToken: Token));
        Assert.Equal(2_501, told[^1].Done);

        watched.Written.Clear();
        await new DerivedCollections(test.Database, watched, new ManualTimeProvider()).RebuildAsync(cancellationToken: Token);
        Assert.Empty(watched.Written);

        static VectorRecord Stray() => new("stray") { Payload = { ["_stamp"] = 1L } };
    }

    [Fact]
    public async Task Two_changes_in_one_moment_are_told_apart()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var store = new EmbeddedVectorStore();
        var first = new DerivedCollections(test.Database, store, new ManualTimeProvider());
        await first.PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1)], Token);
        IVectorCollection stored = (await store.FindAsync(Tenant, "titles@taste@1:4", Token))!;
        VectorRecord older = (await stored.GetAsync("i1", includeVectors: true, Token))!;
        await first.UpsertAsync(Tenant, "titles", [new VectorRecord("i1") { Payload = { ["year"] = 2001L } }], Token);
        await stored.UpsertAsync([older], Token);

        var later = new DerivedCollections(test.Database, store, new ManualTimeProvider());
        await later.RebuildAsync(cancellationToken: Token);

        Assert.Equal(2001L, (await (await later.LiveAsync(Tenant, "titles", Token))!.GetAsync("i1", includeVectors: false, Token))!.Payload["year"]);
    }

    [Fact]
    public async Task A_durable_store_is_found_again_and_one_that_is_damaged_is_filled_again()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        using var folder = new TemporaryFolder();
        string path = folder.Find("vectors");
        await using (EmbeddedVectorStore store = EmbeddedVectorStore.Open(path))
            await new DerivedCollections(test.Database, store, new ManualTimeProvider()).PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1), Record(2)], Token);
        await using (EmbeddedVectorStore store = EmbeddedVectorStore.Open(path))
        {
            var watched = new WatchedStore(store);
            var later = new DerivedCollections(test.Database, watched, new ManualTimeProvider());
            await later.RebuildAsync(cancellationToken: Token);
            Assert.Empty(watched.Written);
            Assert.Equal(["i1", "i2"], await IdsAsync((await later.LiveAsync(Tenant, "titles", Token))!));
        }
        foreach (string manifest in Directory.GetFiles(path, "manifest", SearchOption.AllDirectories))
            await File.WriteAllTextAsync(manifest, "nonsense", Token);
        await using (EmbeddedVectorStore store = EmbeddedVectorStore.Open(path))
        {
            var later = new DerivedCollections(test.Database, store, new ManualTimeProvider());
            await later.RebuildAsync(cancellationToken: Token);
            Assert.Equal(["i1", "i2"], await IdsAsync((await later.LiveAsync(Tenant, "titles", Token))!));
        }
    }

    [Fact]
    public async Task Programs_do_not_see_the_time_of_change_and_cannot_write()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        DerivedCollections collections = Collections(test);
        await collections.PublishAsync(Tenant, "titles", "taste@1", Schema, [Record(1), Record(2)], Token);
        IVectorCollection live = (await collections.LiveAsync(Tenant, "titles", Token))!;

        Assert.Equal(CollectionSchema.Create(Schema), live.Schema);
        SearchResult found = await live.SearchAsync(new VectorQuery("taste", Record(1).Vectors["taste"]), Token);
        Assert.Equal(6, found.Hits[0].Payload.Count);
        Assert.Equal(6, (await live.ScrollAsync(new ScrollQuery(), Token)).Records[0].Payload.Count);
        await Assert.ThrowsAsync<VectorStoreException>(async () => await live.CountAsync(Filter.Gt("_stamp", 0), Token));
        ConflictException refused = await Assert.ThrowsAsync<ConflictException>(async () => await live.DeleteAsync(Filter.Everything, Token));
        Assert.Equal("collection_derived", refused.Code);
        DerivedCollection owner = (await collections.OwnerAsync(Tenant, live.Name, Token))!;
        Assert.Equal(("titles", CollectionState.Live), (owner.Alias, owner.State));
        Assert.Null(await collections.OwnerAsync(Tenant, "titles", Token));
    }

    private static void Schema(CollectionSchemaBuilder schema) => schema
        .Dense("taste", 4, Metric.Dot).Dense("plot", 2, Metric.Cosine)
        .Keyword("title").Keywords("genres").Integer("year").Number("score").Boolean("original").Time("released");

    private static VectorRecord Record(int number)
    {
        var record = new VectorRecord($"i{number}")
        {
            Vectors = { ["taste"] = new[] { number, 0.1f, -1, float.Epsilon } },
            Payload =
            {
                ["title"] = $"Title {number} \"é\"",
                ["genres"] = new[] { "Crime", "Drama" },
                ["year"] = 1900L + number,
                ["score"] = 3.0,
                ["original"] = true,
                ["released"] = new DateTimeOffset(1995, 12, 15, 0, 0, 0, TimeSpan.Zero),
            },
            ExpiresAt = number == 17 ? new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero) : null,
        };
        if (number % 2 == 0)
            record.Vectors["plot"] = new[] { 1f, 2f };
        return record;
    }

    private static async Task<IEnumerable<string>> IdsAsync(IVectorCollection collection) =>
        (await collection.ScrollAsync(new ScrollQuery(), Token)).Records.Select(record => record.Id);

    private static DerivedCollections Collections(TestDatabase test) => new(test.Database, new EmbeddedVectorStore(), new ManualTimeProvider());

    private sealed class Told<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
