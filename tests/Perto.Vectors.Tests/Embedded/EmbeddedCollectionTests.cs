using Perto.Testing;

namespace Perto.Vectors.Tests;

public sealed class EmbeddedCollectionTests
{
    private static readonly CollectionSchema Schema =
        CollectionSchema.Create(s => s.Dense("v", 4, Metric.Euclidean).Keyword("word").Integer("n"));

    [Fact]
    public void A_search_allocates_nothing()
    {
        EmbeddedCollection collection = new(CollectionSchema.Create(s => s.Dense("v", 96, Metric.Cosine).Keyword("word").Integer("n")));
        Random random = Seeds.Random();
        collection.Upsert([.. Enumerable.Range(0, 5_000).Select(i => Record($"{i}", i, RandomVector(random, 96)))], now: 0);
        collection.Delete(["17", "18"], now: 0);
        CollectionSnapshot snapshot = collection.Snapshot;
        CompiledFilter some = snapshot.Compile(Filter.Eq("word", "w1") | Filter.Lt("n", 300)), most = snapshot.Compile(Filter.Gt("n", 300));
        float[] query = RandomVector(random, 96);
        Hit[] hits = new Hit[100];
        Allocations.AssertNone(SearchAll);

        void SearchAll()
        {
            snapshot.Search("v", query, hits);
            snapshot.Search("v", query, hits, new SearchOptions { Filter = some, MinimumScore = 0.1f });
            snapshot.Search("v", query, hits, new SearchOptions { Filter = most, Now = 1 });
        }
    }

    [Fact]
    public void A_snapshot_never_changes()
    {
        EmbeddedCollection collection = new(Schema);
        collection.Upsert([.. Enumerable.Range(0, 1_500).Select(i => Record($"{i}", i, i, 0, 0, 0))], now: 0);
        CollectionSnapshot before = collection.Snapshot;
        CompiledFilter even = before.Compile(Filter.Eq("word", "w0"));

        // Replaces, changes, deletes and adds, over several compactions.
        for (int round = 0; round < 6; round++)
        {
            collection.Upsert([.. Enumerable.Range(0, 1_000).Select(i => Record($"{i}", -1, 0, round, 0, 0))], now: 0);
            collection.Update("1200", new VectorPatch { Payload = { ["word"] = "changed" } }, now: 0);
            collection.Delete([$"{1_400 + round}"], now: 0);
            collection.Upsert(Record($"new-{round}", 7, 7, 7, 7, 7), now: 0);
        }

        Assert.Equal(1_500, before.Count(filter: null, now: 0));
        Assert.Equal(500, before.Count(even, now: 0));
        Hit[] hits = new Hit[3];
        Assert.Equal(3, before.Search("v", [700, 0, 0, 0], hits));
        Assert.Equal(["700", "699", "701"], hits.Select(h => h.Id));
        Assert.Equal(700L, before.Find("700", includeVectors: false, now: 0)!.Payload["n"]);
        Assert.Equal("w0", before.Find("1200", includeVectors: false, now: 0)!.Payload["word"]);
        Assert.NotNull(before.Find("1401", includeVectors: false, now: 0));
        Assert.Null(before.Find("new-0", includeVectors: false, now: 0));
        Assert.Equal(1_500, before.Scroll(null, 10_000, null, includeVectors: false, now: 0, out _).Count);

        CollectionSnapshot after = collection.Snapshot;
        Assert.Equal(1_500 - 6 + 6, after.Count(filter: null, now: 0));
        Assert.Equal(-1L, after.Find("700", includeVectors: false, now: 0)!.Payload["n"]);
        Assert.Equal("changed", after.Find("1200", includeVectors: false, now: 0)!.Payload["word"]);
    }

    [Fact]
    public void An_old_snapshot_scrolls_over_its_own_records_after_a_newer_one_has_put_more_in_order()
    {
        EmbeddedCollection collection = new(Schema);
        collection.Upsert([.. Enumerable.Range(0, 100).Select(i => Record($"{2 * i:00000}", i, 1, 0, 0, 0))], now: 0);
        CollectionSnapshot before = collection.Snapshot;
        collection.Upsert([.. Enumerable.Range(0, 5_000).Select(i => Record($"{(2 * i) + 1:00000}", i, 1, 0, 0, 0))], now: 0);
        Assert.Equal(5_100, collection.Snapshot.Scroll(null, 10_000, null, includeVectors: false, now: 0, out _).Count);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => $"{2 * i:00000}"),
            before.Scroll(null, 10_000, null, includeVectors: false, now: 0, out bool more).Select(r => r.Id));
        Assert.False(more);
    }

    [Fact]
    public void Dead_rows_are_taken_back_and_nothing_else_is()
    {
        EmbeddedCollection collection = new(Schema);
        for (int round = 0; round < 50; round++)
            collection.Upsert([.. Enumerable.Range(0, 1_000).Select(i => Record($"{i}", (round * 1_000) + i, round, i, 0, 0))], now: 0);
        collection.Upsert(Record("with words nobody else has", 1, 2, 3, 4, 5), now: 0);
        CollectionStatistics statistics = collection.Snapshot.Statistics(now: 0);
        Assert.Equal(1_001, statistics.Records);
        Assert.InRange(statistics.DeadRecords, 0, 2_100);
        for (int i = 0; i < 1_000; i++)
        {
            VectorRecord record = collection.Snapshot.Find($"{i}", includeVectors: true, now: 0)!;
            Assert.Equal(49_000L + i, record.Payload["n"]);
            Assert.Equal(new float[] { 49, i, 0, 0 }, record.Vectors["v"].Dense.ToArray());
        }
    }

    [Fact]
    public void Records_that_outlive_one_sweep_are_taken_back_by_a_later_one()
    {
        EmbeddedCollection collection = new(Schema);
        DateTimeOffset expiry = DateTimeOffset.UnixEpoch.AddMicroseconds(100);
        collection.Upsert([.. Enumerable.Range(0, 3_000).Select(i => new VectorRecord($"expires-{i}") { ExpiresAt = expiry })], now: 0);
        collection.Upsert([.. Enumerable.Range(0, 2_000).Select(i => new VectorRecord($"a-{i}"))], now: 50);
        Assert.Equal(5_000, collection.Snapshot.Statistics(now: 50).Records);
        collection.Upsert([.. Enumerable.Range(0, 2_000).Select(i => new VectorRecord($"b-{i}"))], now: 200);
        CollectionStatistics statistics = collection.Snapshot.Statistics(now: 200);
        Assert.Equal(4_000, statistics.Records);
        Assert.Equal(0, statistics.DeadRecords);
    }

    [Fact]
    public void A_small_collection_is_small()
    {
        EmbeddedCollection collection = new(CollectionSchema.Create(s => s.Dense("v", 1536, Metric.Cosine)));
        collection.Upsert(new VectorRecord("a") { Vectors = { ["v"] = RandomVector(Seeds.Random(), 1536) } }, now: 0);
        Assert.InRange(collection.Snapshot.Statistics(now: 0).Bytes, 1, 150_000);
    }

    [Fact]
    public void A_filter_of_another_snapshot_is_refused()
    {
        EmbeddedCollection collection = new(Schema);
        CompiledFilter old = collection.Snapshot.Compile(Filter.Eq("word", "w0"));
        collection.Upsert(Record("a", 0, 1, 2, 3, 4), now: 0);
        CollectionSnapshot snapshot = collection.Snapshot;
        Assert.Throws<ArgumentException>(() => snapshot.Count(old, now: 0));
        Assert.Throws<ArgumentException>(() => snapshot.Search("v", new float[4], new Hit[1], new SearchOptions { Filter = old }));
        Assert.Throws<ArgumentException>(() => snapshot.Scroll(null, 1, old, includeVectors: false, now: 0, out _));
    }

    [Fact]
    public void Room_for_hits_is_k_and_has_its_range()
    {
        CollectionSnapshot snapshot = new EmbeddedCollection(Schema).Snapshot;
        Assert.Equal("k", Assert.Throws<VectorStoreException>(() => snapshot.Search("v", new float[4], [])).Field);
        Assert.Equal("k", Assert.Throws<VectorStoreException>(() => snapshot.Search("v", new float[4], new Hit[10_001])).Field);
        Assert.Equal(0, snapshot.Search("v", new float[4], new Hit[10]));
    }

    [Fact]
    public void Equal_distances_are_broken_by_id_at_every_k()
    {
        EmbeddedCollection collection = new(Schema);
        Random random = Seeds.Random();
        string[] ids = [.. Enumerable.Range(0, 3_000).Select(i => $"{i:0000}")];
        random.Shuffle(ids);
        collection.Upsert([.. ids.Select(id => Record(id, 0, int.Parse(id) / 10, 0, 0, 0))], now: 0);
        foreach (int k in new[] { 1, 9, 10, 15, 100, 2_999, 3_000 })
        {
            Hit[] hits = new Hit[k];
            Assert.Equal(k, collection.Snapshot.Search("v", [0, 0, 0, 0], hits));
            Assert.Equal(Enumerable.Range(0, k).Select(i => $"{i:0000}"), hits.Select(h => h.Id));
        }
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.4)]
    [InlineData(0.6)]
    [InlineData(1)]
    public void A_filtered_search_equals_a_search_of_only_those_records(double share)
    {
        Random random = Seeds.Random();
        VectorRecord[] records = [.. Enumerable.Range(0, 4_000).Select(i => Record($"{i}", random.NextDouble() < share ? 1 : 0, RandomVector(random, 4)))];
        EmbeddedCollection all = new(Schema), only = new(Schema);
        all.Upsert(records, now: 0);
        only.Upsert([.. records.Where(r => r.Payload["n"].Integer == 1)], now: 0);
        CompiledFilter filter = all.Snapshot.Compile(Filter.Eq("n", 1));
        for (int q = 0; q < 20; q++)
        {
            float[] query = RandomVector(random, 4);
            Hit[] filtered = new Hit[25], expected = new Hit[25];
            int count = all.Snapshot.Search("v", query, filtered, new SearchOptions { Filter = filter }, out ScanCost cost);
            Assert.Equal(only.Snapshot.Search("v", query, expected), count);
            Assert.Equal(expected.Select(h => (h.Id, h.Score)), filtered.Select(h => (h.Id, h.Score)));
            Assert.Equal(only.Snapshot.Count(filter: null, now: 0), cost.Passed);
        }
    }

    private static VectorRecord Record(string id, int n, params float[] vector) => new(id)
    {
        Vectors = { ["v"] = vector },
        Payload = { ["word"] = $"w{Math.Abs(n) % 3}", ["n"] = n },
    };

    private static float[] RandomVector(Random random, int dimension) =>
        [.. Enumerable.Range(0, dimension).Select(_ => (random.NextSingle() * 2) - 1)];
}
