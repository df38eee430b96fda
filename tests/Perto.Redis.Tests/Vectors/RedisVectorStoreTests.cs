using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Redis.Tests;

public sealed class RedisVectorStoreTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_without_vector_sets_is_refused_with_its_version_and_the_needed_one()
    {
        await using TestVectorStore old = TestVectorStore.To(TestRedis.ConnectionString());
        foreach (Func<Task> call in new Func<Task>[]
        {
            () => old.ThingsAsync(),
            () => old.Store.FindAsync(TestVectorStore.Tenant, "things", Ended).AsTask(),
            () => old.Store.DeleteAsync(TestVectorStore.Tenant, "things", Ended).AsTask(),
            () => old.Store.NamesAsync(TestVectorStore.Tenant, Ended).AsTask(),
        })
        {
            StorageException refused = await Assert.ThrowsAsync<StorageException>(call);
            Assert.Matches("^'Redis .+' is Redis 7\\.[0-9.]+, which has no vector sets\\. Use Redis 8\\.0 or later, or set Perto:Vectors:Store to another store\\.$", refused.Message);
        }
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_with_what_to_do()
    {
        await using TestVectorStore away = TestVectorStore.To($"redis://127.0.0.1:{FreePort.Find()}", others: ("Perto:Dependencies:redis:Timeout", "00:00:05"));
        StorageException failed = await Assert.ThrowsAsync<StorageException>(() => away.ThingsAsync());
        DependencyException cause = Assert.IsType<DependencyException>(failed.InnerException);
        Assert.Equal(cause.Reason, failed.Problem);
        Assert.Equal(cause.Advice.TrimEnd('.'), failed.Remedy);
    }

    [Fact]
    public async Task What_it_does_not_declare_it_refuses_before_it_makes_anything()
    {
        await using TestVectorStore store = TestVectorStore.To();
        foreach (Action<CollectionSchemaBuilder> beyond in new Action<CollectionSchemaBuilder>[]
        {
            schema => schema.Sparse("s", Metric.Dot), schema => schema.Sparse("t"), schema => schema.Dense("m", 2, Metric.Manhattan),
        })
        {
            CapabilityMissingException refused = await Assert.ThrowsAsync<CapabilityMissingException>(() => store.ThingsAsync(more: beyond));
            Assert.Equal("redis", refused.Provider);
        }
        Assert.Empty(await store.Store.NamesAsync(TestVectorStore.Tenant, Ended));
    }

    [Fact]
    public async Task Two_stores_on_one_server_see_what_the_other_wrote()
    {
        await using TestVectorStore one = TestVectorStore.To(), other = TestVectorStore.To();
        IVectorCollection written = await one.ThingsAsync(more: schema => schema.Integer("n"));
        IVectorCollection read = (await other.Store.FindAsync(TestVectorStore.Tenant, "things", Ended))!;
        Assert.Equal(written.Schema, read.Schema);
        await written.UpsertAsync([Thing("a", 1), Thing("b", 2)], Ended);
        Assert.Equal(2, await read.CountAsync(cancellationToken: Ended));
        await read.UpdatePayloadAsync("a", new Dictionary<string, PayloadValue> { ["n"] = 7 }, Ended);
        await read.DeleteAsync(["b"], Ended);
        Assert.Equal(7, (await written.GetAsync("a", cancellationToken: Ended))!.Payload["n"]);
        SearchResult found = await written.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { Filter = Filter.Eq("n", 7) }, Ended);
        Assert.Equal(["a"], found.Hits.Select(hit => hit.Id));
        Assert.Equal(["things"], await other.Store.NamesAsync(TestVectorStore.Tenant, Ended));
    }

    [Fact]
    public async Task A_collection_that_another_store_deleted_is_refused_also_when_there_is_a_new_one_of_its_name()
    {
        await using TestVectorStore one = TestVectorStore.To(), other = TestVectorStore.To();
        IVectorCollection gone = await one.ThingsAsync(more: schema => schema.Integer("n"));
        await gone.UpsertAsync(Thing("a", 1), Ended);
        Assert.True(await other.Store.DeleteAsync(TestVectorStore.Tenant, "things", Ended));
        IVectorCollection next = await other.ThingsAsync(more: schema => schema.Integer("n"));
        await next.UpsertAsync(Thing("b", 1), Ended);

        Assert.Equal("collection", (await Assert.ThrowsAsync<VectorStoreException>(() => gone.UpsertAsync(Thing("c", 1), Ended).AsTask())).Field);
        Assert.Equal("collection", (await Assert.ThrowsAsync<VectorStoreException>(() => gone.CountAsync(cancellationToken: Ended).AsTask())).Field);
        Assert.Equal(HealthState.Failed, (await gone.HealthAsync(Ended)).State);
        Assert.Equal(1, await next.CountAsync(cancellationToken: Ended));
        Assert.Equal(HealthState.Ok, (await next.HealthAsync(Ended)).State);
    }

    [Fact]
    public async Task Stores_that_update_one_record_at_once_lose_no_update()
    {
        await using TestVectorStore one = TestVectorStore.To(), other = TestVectorStore.To();
        IVectorCollection first = await one.ThingsAsync(more: schema => schema.Integer("n").Integer("m"));
        IVectorCollection second = await other.ThingsAsync(more: schema => schema.Integer("n").Integer("m"));
        await first.UpsertAsync(Thing("a", 0), Ended);
        await Task.WhenAll(UpdateAsync(first, "n"), UpdateAsync(second, "m"));
        VectorRecord updated = (await first.GetAsync("a", cancellationToken: Ended))!;
        Assert.Equal(100, updated.Payload["n"]);
        Assert.Equal(100, updated.Payload["m"]);

        static async Task UpdateAsync(IVectorCollection things, string field)
        {
            for (int i = 1; i <= 100; i++)
                Assert.True(await things.UpdatePayloadAsync("a", new Dictionary<string, PayloadValue> { [field] = i }, Ended));
        }
    }

    [Theory]
    [InlineData(null, VectorCodes.Int8, "int8")]
    [InlineData(null, VectorCodes.Float32, "f32")]
    [InlineData(null, VectorCodes.Bit, "bin")]
    [InlineData(RedisQuantisation.NoQuant, VectorCodes.Int8, "f32")]
    [InlineData(RedisQuantisation.Bin, VectorCodes.Int8, "bin")]
    [InlineData(RedisQuantisation.Q8, VectorCodes.Float32, "int8")]
    public async Task Whatever_the_quantisation_scores_are_exact_and_collections_keep_theirs(RedisQuantisation? setting, VectorCodes codes, string expected)
    {
        await using TestVectorStore made = TestVectorStore.To(settings: new RedisVectorSettings { Quantisation = setting, M = 8 });
        await using EmbeddedVectorStore embedded = new();
        Random random = Seeds.Random();
        VectorRecord[] records = [.. Enumerable.Range(0, 300).Select(i => new VectorRecord($"{i:000}") { Vectors = { ["w"] = Vector(random, 24) } })];
        IVectorCollection things = await made.Store.CollectionAsync(TestVectorStore.Tenant, "things", Schema, Ended);
        IVectorCollection truth = await embedded.CollectionAsync(TestVectorStore.Tenant, "things", Schema, Ended);
        await things.UpsertAsync(records, Ended);
        await truth.UpsertAsync(records, Ended);

        RedisReply info = await made.Redis.ExecuteAsync("VINFO", [await made.KeyAsync("graph:w")], cancellationToken: Ended);
        Assert.Equal(expected, info.Items[1].Text);
        Assert.Equal(8, info.Items[3].Integer);
        VectorQuery query = new("w", Vector(random, 24)) { K = 20 };
        Dictionary<string, float> scores = (await truth.SearchAsync(new VectorQuery("w", query.Value) { K = 300, Exact = true }, Ended)).Hits.ToDictionary(hit => hit.Id, hit => hit.Score);
        SearchResult found = await things.SearchAsync(query, Ended);
        Assert.Equal(20, found.Hits.Count);
        Assert.All(found.Hits, hit => Assert.Equal(scores[hit.Id], hit.Score));
        Assert.Equal(found.Hits.OrderByDescending(hit => hit.Score).Select(hit => hit.Id), found.Hits.Select(hit => hit.Id));

        // One that was opened with other settings goes on as it was made.
        await using TestVectorStore later = TestVectorStore.To(settings: new RedisVectorSettings { Quantisation = RedisQuantisation.Q8, M = 32 });
        await (await later.Store.CollectionAsync(TestVectorStore.Tenant, "things", Schema, Ended)).UpsertAsync(new VectorRecord("more") { Vectors = { ["w"] = Vector(random, 24) } }, Ended);
        Assert.Equal(301, await things.CountAsync(cancellationToken: Ended));

        void Schema(CollectionSchemaBuilder schema) => schema.Dense("w", 24, Metric.Cosine, new VectorIndexSettings { Codes = codes });
    }

    [Theory]
    [InlineData(Metric.Dot)]
    [InlineData(Metric.Euclidean)]
    public async Task Where_lengths_count_the_nearest_are_found_though_the_graph_sees_only_angles(Metric metric)
    {
        await using TestVectorStore store = TestVectorStore.To(settings: new RedisVectorSettings { Quantisation = RedisQuantisation.NoQuant });
        IVectorCollection things = await store.ThingsAsync(8, metric);
        Random random = Seeds.Random();
        await things.UpsertAsync([.. Enumerable.Range(0, 1_500).Select(i => new VectorRecord($"{i:0000}") { Vectors = { ["v"] = Vector(random, 8, 0.1f + (random.NextSingle() * 10)) } })], Ended);
        for (int i = 0; i < 20; i++)
        {
            float[] query = Vector(random, 8, 1 + random.NextSingle());
            SearchResult exact = await things.SearchAsync(new VectorQuery("v", query) { K = 10, Exact = true }, Ended);
            SearchResult found = await things.SearchAsync(new VectorQuery("v", query) { K = 10, Ef = 400 }, Ended);
            Assert.Equal("exact scan", exact.Explain.Strategy);
            Assert.StartsWith("graph", found.Explain.Strategy, StringComparison.Ordinal);
            Assert.Equal(exact.Hits.Select(hit => (hit.Id, hit.Score)), found.Hits.Select(hit => (hit.Id, hit.Score)));
        }
    }

    [Fact]
    public async Task The_graph_finds_nearly_all_that_a_scan_finds()
    {
        await using TestVectorStore store = TestVectorStore.To();
        IVectorCollection things = await store.ThingsAsync(32);
        Random random = Seeds.Random();
        await things.UpsertAsync([.. Enumerable.Range(0, 2_000).Select(i => new VectorRecord($"{i:0000}") { Vectors = { ["v"] = Vector(random, 32) } })], Ended);
        int found = 0;
        for (int i = 0; i < 30; i++)
        {
            VectorQuery query = new("v", Vector(random, 32));
            SearchResult near = await things.SearchAsync(query, Ended), exact = await things.SearchAsync(new VectorQuery("v", query.Value) { Exact = true }, Ended);
            Assert.Equal("graph", near.Explain.Strategy);
            found += near.Hits.Select(hit => hit.Id).Intersect(exact.Hits.Select(hit => hit.Id), StringComparer.Ordinal).Count();
        }
        Assert.True(found >= 285, $"{found} of 300");
    }

    [Theory]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Dot)]
    [InlineData(Metric.Euclidean)]
    public async Task Of_few_records_the_answer_is_that_of_a_scan_though_bytes_are_compared_first(Metric metric)
    {
        await using TestVectorStore store = TestVectorStore.To();
        IVectorCollection things = await store.Store.CollectionAsync(TestVectorStore.Tenant, "few", schema => schema.Dense("v", 4, metric), Ended);
        Random random = Seeds.Random();
        // Many are as near as others, and nearer to one another than bytes can tell.
        await things.UpsertAsync(
            [.. Enumerable.Range(0, 1_000).Select(i => new VectorRecord($"{(i * 619) % 1000:000}") { Vectors = { ["v"] = new float[] { 1, i % 50 / 1000f, i % 7 / 100f, 1 } } })], Ended);
        for (int i = 0; i < 10; i++)
        {
            float[] query = [1, random.NextSingle() / 10, random.NextSingle() / 10, 1];
            SearchResult found = await things.SearchAsync(new VectorQuery("v", query) { K = 15 }, Ended);
            SearchResult exact = await things.SearchAsync(new VectorQuery("v", query) { K = 15, Exact = true }, Ended);
            Assert.Equal("scan of codes", found.Explain.Strategy);
            Assert.Equal(exact.Hits.Select(hit => (hit.Id, hit.Score)), found.Hits.Select(hit => (hit.Id, hit.Score)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    public async Task K_that_match_are_found_however_few_they_are_among_the_others(int matching)
    {
        await using TestVectorStore store = TestVectorStore.To();
        IVectorCollection things = await store.ThingsAsync(8, more: schema => schema.Keyword("kind").Geo("place"));
        Random random = Seeds.Random();
        await things.UpsertAsync(
            [.. Enumerable.Range(0, 3_000).Select(i => new VectorRecord($"{i:0000}")
            {
                Vectors = { ["v"] = Vector(random, 8) },
                Payload = { ["kind"] = i < matching ? "rare" : "common", ["place"] = new GeoPoint(10, i < matching ? 20 : 50) },
            })],
            Ended);
        string[] expected = [.. Enumerable.Range(0, matching).Select(i => $"{i:0000}")];
        // The server tells the one by itself; of the other it knows the latitude only.
        foreach (Filter filter in new[] { Filter.Eq("kind", "rare"), Filter.Near("place", new GeoPoint(10, 20), 1_000) })
        {
            SearchResult found = await things.SearchAsync(new VectorQuery("v", Vector(random, 8)) { K = 100, Filter = filter }, Ended);
            Assert.Equal(expected, found.Hits.Select(hit => hit.Id).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Expired_records_in_the_graph_neither_come_nor_stand_in_the_way()
    {
        ManualTimeProvider clock = new();
        await using TestVectorStore store = TestVectorStore.To(clock: clock);
        IVectorCollection things = await store.ThingsAsync();
        await things.UpsertAsync(
            [.. Enumerable.Range(0, 500).Select(i => new VectorRecord($"soon-{i}") { Vectors = { ["v"] = new float[] { 1, 0 } }, ExpiresAt = clock.GetUtcNow().AddMinutes(1) })], Ended);
        await things.UpsertAsync(Thing("stays", null), Ended);
        clock.Advance(TimeSpan.FromMinutes(2));

        SearchResult found = await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 5 }, Ended);

        Assert.Equal(["stays"], found.Hits.Select(hit => hit.Id));
        Assert.Equal(1, (await store.Redis.ExecuteAsync("VCARD", [await store.KeyAsync("graph:v")], cancellationToken: Ended)).Integer);
    }

    [Fact]
    public async Task A_deleted_collection_leaves_no_key()
    {
        await using TestVectorStore store = TestVectorStore.To();
        IVectorCollection things = await store.ThingsAsync(more: schema => schema.Bits("b", 8).Integer("n"));
        await things.UpsertAsync(
            new VectorRecord("a") { Vectors = { ["v"] = new float[] { 1, 0 }, ["b"] = new BitVector(new byte[] { 1 }) }, ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(500) }, Ended);
        Assert.Equal(8, (await store.Redis.ExecuteAsync("KEYS", [$"perto:vectors:*{TestVectorStore.Tenant}*"], cancellationToken: Ended)).Items.Count - 1);
        await store.Store.DeleteAsync(TestVectorStore.Tenant, "things", Ended);
        Assert.Empty((await store.Redis.ExecuteAsync("KEYS", [$"perto:vectors:*{TestVectorStore.Tenant}*"], cancellationToken: Ended)).Items);
    }

    [Fact]
    public async Task What_was_not_written_by_the_store_is_named()
    {
        await using TestVectorStore store = TestVectorStore.To();
        IVectorCollection things = await store.ThingsAsync();
        await things.UpsertAsync(Thing("a", null), Ended);
        string key = await store.KeyAsync("records");
        await store.Redis.ExecuteAsync("HSET", [key, "a", "garbage"], cancellationToken: Ended);
        StorageException damaged = await Assert.ThrowsAsync<StorageException>(() => things.GetAsync("a", cancellationToken: Ended).AsTask());
        Assert.Contains(key, damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_may_evict_vectors_is_told_of()
    {
        await using RedisServer server = await RedisServer.StartNew8Async(Ended);
        await using TestVectorStore store = TestVectorStore.To(server.Url);
        IVectorCollection things = await store.ThingsAsync();
        Assert.Equal(CollectionHealth.Ok, await things.HealthAsync(Ended));
        await store.Redis.ExecuteAsync("CONFIG", ["SET", "maxmemory-policy", "allkeys-lru"], cancellationToken: Ended);
        CollectionHealth health = await things.HealthAsync(Ended);
        Assert.Equal(HealthState.Degraded, health.State);
        Assert.Contains("maxmemory-policy", health.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_for_which_there_is_no_memory_leaves_nothing_behind()
    {
        await using RedisServer server = await RedisServer.StartNew8Async(Ended);
        await using TestVectorStore store = TestVectorStore.To(server.Url);
        IVectorCollection things = await store.ThingsAsync(more: schema => schema.Integer("n"));
        await things.UpsertAsync(Thing("a", 1), Ended);
        await store.Redis.ExecuteAsync("CONFIG", ["SET", "maxmemory", "1"], cancellationToken: Ended);
        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => things.UpsertAsync(Thing("b", 2), Ended).AsTask());
        Assert.Contains("OOM", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageException>(() => things.UpsertAsync(Thing("a", 2), Ended).AsTask());
        await store.Redis.ExecuteAsync("CONFIG", ["SET", "maxmemory", "0"], cancellationToken: Ended);
        await WholeRecords.CheckAsync(store, ["a"]);
        Assert.Equal(1, (await things.GetAsync("a", cancellationToken: Ended))!.Payload["n"]);
    }

    [Theory]
    [InlineData("Quantisation", "Int4", "Perto:Redis:Vectors:Quantisation")]
    [InlineData("Prefix", "per:to", "Perto:Redis:Vectors:Prefix")]
    [InlineData("M", "3", "Perto:Redis:Vectors:M")]
    [InlineData("BuildEf", "0", "Perto:Redis:Vectors:BuildEf")]
    [InlineData("Ef", "-1", "Perto:Redis:Vectors:Ef")]
    [InlineData("Expansion", "1001", "Perto:Redis:Vectors:Expansion")]
    public void A_setting_outside_its_rule_is_refused_by_name(string setting, string value, string named)
    {
        InvalidSettingException refused = Assert.Throws<InvalidSettingException>(() => Compose(("Perto:Redis:Url", "redis://127.0.0.1"), ($"Perto:Redis:Vectors:{setting}", value)));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_setting_puts_vectors_in_redis()
    {
        await using ServiceProvider services = Compose(
            ("Perto:Redis:Url", TestRedis8.ConnectionString()), ("Perto:Vectors:Store", "Redis"), ("Perto:Redis:Vectors:Quantisation", "NoQuant")).Services.BuildServiceProvider();
        IVectorStore store = services.GetRequiredService<IVectorStore>();
        Assert.Equal("redis", store.Provider);
        IVectorCollection films = await store.CollectionAsync(TestVectorStore.Tenant, "films", schema => schema.Dense("plot", 2, Metric.Cosine), Ended);
        await films.UpsertAsync(new VectorRecord("heat") { Vectors = { ["plot"] = new float[] { 1, 2 } } }, Ended);
        Assert.Equal(1, await films.CountAsync(cancellationToken: Ended));
        await store.DeleteAsync(TestVectorStore.Tenant, "films", Ended);
    }

    [Fact]
    public void Vectors_in_a_redis_that_is_not_named_are_a_mistake()
    {
        InvalidSettingException refused = Assert.Throws<InvalidSettingException>(() => Compose(("Perto:Vectors:Store", "Redis")));
        Assert.Equal(
            "Perto:Vectors:Store (environment PERTO__VECTORS__STORE) is 'Redis'; allowed: another store where Perto:Redis:Url names no Redis", refused.Message);
    }

    private static PertoBuilder Compose(params (string Setting, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        return services.AddPerto(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Setting, setting.Value))).Build()).UseRedis();
    }

    private static VectorRecord Thing(string id, int? n)
    {
        VectorRecord record = new(id) { Vectors = { ["v"] = new float[] { 1, id[0] } } };
        if (n is { } number)
            record.Payload["n"] = number;
        return record;
    }

    private static float[] Vector(Random random, int dimension, float length = 1)
    {
        float[] vector = [.. Enumerable.Range(0, dimension).Select(_ => (random.NextSingle() * 2) - 1)];
        float norm = MathF.Sqrt(vector.Sum(x => x * x));
        return [.. vector.Select(x => x / norm * length)];
    }
}
