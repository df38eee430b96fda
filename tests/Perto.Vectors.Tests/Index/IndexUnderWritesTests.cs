using Perto.Numerics;

namespace Perto.Vectors.Tests.Index;

public sealed class IndexUnderWritesTests
{
    private const int Records = 12_000;
    private const int Queries = 20;

    [Fact]
    public void What_was_just_written_is_found_before_the_graph_has_it()
    {
        IndexedCollection data = new(Records);
        data.Write(Records, 500);

        CollectionSnapshot snapshot = data.Collection.Snapshot;
        Hit[] hits = new Hit[1];
        snapshot.Search("v", data.Vectors[$"r{Records + 7}"], hits, default, out ScanCost cost);

        Assert.True(data.Collection.HasIndexWork);
        Assert.Equal($"r{Records + 7}", hits[0].Id);
        Assert.Equal(500, cost.Unindexed);
        data.Collection.CatchUp(2);
        Assert.False(data.Collection.HasIndexWork);
        data.Collection.Snapshot.Search("v", data.Vectors[$"r{Records + 7}"], hits, default, out cost);
        Assert.Equal($"r{Records + 7}", hits[0].Id);
        Assert.Equal(0, cost.Unindexed);
    }

    [Fact]
    public void Recall_holds_after_30_percent_of_deletions_and_after_mending()
    {
        IndexedCollection data = new(Records);
        data.Collection.Delete(Filter.Lt("number", Records * 3 / 10), now: 0);
        Assert.InRange(data.Recall(Queries, 10).Recall, .95, 1);

        Assert.True(data.Collection.HasIndexWork);
        data.Collection.CatchUp(2);

        Assert.False(data.Collection.HasIndexWork);
        (double recall, SearchStrategy strategy) = data.Recall(Queries, 10);
        Assert.Equal(SearchStrategy.Graph, strategy);
        Assert.InRange(recall, .95, 1);
    }

    [Fact]
    public void Where_the_nearest_were_deleted_the_next_are_found()
    {
        IndexedCollection data = new(Records);
        Hit[] nearest = new Hit[20], exact = new Hit[10], hits = new Hit[10];
        int found = 0, walked = 0;
        for (int q = 0; q < Queries; q++)
        {
            float[] query = data.Query();
            data.Collection.Snapshot.Search("v", query, nearest, new SearchOptions { Exact = true });
            Assert.Equal(nearest.Length, data.Collection.Delete([.. nearest.Select(hit => hit.Id)], now: 0));

            CollectionSnapshot snapshot = data.Collection.Snapshot;
            snapshot.Search("v", query, exact, new SearchOptions { Exact = true });
            Assert.Equal(hits.Length, snapshot.Search("v", query, hits, default, out ScanCost cost));
            HashSet<string> ids = [.. exact.Select(hit => hit.Id)];
            found += hits.Count(hit => ids.Contains(hit.Id));
            walked += cost.Strategy == SearchStrategy.Graph ? 1 : 0;
        }
        // A walk that ends among deleted ones may be given up for a scan, but that is the exception.
        Assert.InRange(walked, Queries / 2, Queries);
        Assert.InRange(found / (10.0 * Queries), .95, 1);
    }

    [Fact]
    public void More_hits_than_ef_are_found_after_a_deletion()
    {
        IndexedCollection data = new(Records);
        Hit[] nearest = new Hit[1];
        data.Collection.Snapshot.Search("v", data.Near(3), nearest, new SearchOptions { Exact = true });
        Assert.Equal(1, data.Collection.Delete([nearest[0].Id], now: 0));

        // Around it, so that many walks come upon it.
        (double recall, SearchStrategy strategy) = data.Recall(Queries, k: 100, ef: 64, cluster: 3);
        Assert.Equal(SearchStrategy.Graph, strategy);
        Assert.InRange(recall, .95, 1);
    }

    [Fact]
    public void Recall_holds_after_updates_and_after_compaction()
    {
        IndexedCollection data = new(Records);
        // Every record twice: more than a third of the rows die, and the table is compacted on the way.
        for (int round = 0; round < 2; round++)
        {
            data.Write(0, Records);
            data.Collection.CatchUp(2);
            (double recall, SearchStrategy strategy) = data.Recall(Queries, 10);
            Assert.Equal(SearchStrategy.Graph, strategy);
            Assert.InRange(recall, .95, 1);
        }
    }

    [Fact]
    public void Deleted_and_expired_records_are_never_found_by_the_graph()
    {
        IndexedCollection data = new(Records);
        float[] query = data.Vectors["r5"];
        data.Collection.Upsert(new VectorRecord("r6") { Vectors = { ["v"] = query }, ExpiresAt = DateTimeOffset.UnixEpoch.AddSeconds(1) }, now: 0);
        data.Collection.CatchUp(2);
        Hit[] hits = new Hit[2];
        CollectionSnapshot before = data.Collection.Snapshot;
        before.Search("v", query, hits);
        Assert.Equal(["r5", "r6"], hits.Select(hit => hit.Id).Order(StringComparer.Ordinal));

        data.Collection.Delete(["r5"], now: 0);

        CollectionSnapshot after = data.Collection.Snapshot;
        after.Search("v", query, hits, new SearchOptions { Now = 2_000_000 });
        Assert.DoesNotContain(hits, hit => hit.Id is "r5" or "r6");
        before.Search("v", query, hits);
        Assert.Contains(hits, hit => hit.Id == "r5");
    }

    [Fact]
    public void Searches_see_whole_records_while_others_write_and_graphs_grow()
    {
        IndexedCollection data = new(Records);
        using CancellationTokenSource done = new();
        Thread reader = new(() =>
        {
            SeededRandom random = new(9);
            Hit[] hits = new Hit[10];
            while (!done.IsCancellationRequested)
            {
                CollectionSnapshot snapshot = data.Collection.Snapshot;
                int number = random.Next(Records / 2);
                snapshot.Search("v", data.Vectors[$"r{number}"], hits);
                // The first half is never changed: each record finds itself. What comes into the graph meanwhile is not found twice.
                Assert.Equal($"r{number}", hits[0].Id);
                Assert.Equal(hits.Length, hits.Select(hit => hit.Row).Distinct().Count());
            }
        });
        Thread indexer = new(() =>
        {
            while (!done.IsCancellationRequested)
                data.Collection.CatchUp(1);
        });
        float[][] fixedVectors = [.. Enumerable.Range(0, 200).Select(_ => data.Query())];
        reader.Start();
        indexer.Start();
        for (int round = 0; round < 30; round++)
        {
            data.Collection.Upsert(
                [.. fixedVectors.Select((vector, i) => new VectorRecord($"n{(round % 2 == 0 ? i : i + 100)}") { Vectors = { ["v"] = vector } })], now: 0);
            data.Collection.Delete([.. Enumerable.Range(0, 50).Select(i => $"n{i}")], now: 0);
        }
        done.Cancel();
        reader.Join();
        indexer.Join();
        data.Collection.CatchUp(2);
        Assert.InRange(data.Recall(Queries, 10).Recall, .95, 1);
    }

    [Fact]
    public void The_same_writes_give_the_same_graph_when_asked()
    {
        VectorIndexSettings settings = new() { BuildEf = 64, Deterministic = true };
        List<string> first = Answers(new IndexedCollection(11_500, settings)), second = Answers(new IndexedCollection(11_500, settings));
        Assert.Equal(first, second);

        static List<string> Answers(IndexedCollection data)
        {
            Hit[] hits = new Hit[10];
            List<string> answers = [];
            for (int i = 0; i < 50; i++)
            {
                data.Collection.Snapshot.Search("v", data.Query(), hits, new SearchOptions { Ef = 10 });
                answers.AddRange(hits.Select(hit => hit.Id));
            }
            return answers;
        }
    }
}
