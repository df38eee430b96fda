using Perto.Numerics;

namespace Perto.Vectors.Tests.Index;

/// <summary>Whatever the planner chooses: hits match, there are as many as there can be, and they are nearly all the right ones.</summary>
public sealed class PlannerPropertyTests
{
    private const int Dimension = 24;
    private const int Records = 2_500;

    [Fact]
    public void Random_filters_on_random_payloads_lose_no_hit_and_hardly_any_recall()
    {
        SeededRandom random = new(31);
        EmbeddedCollection collection = Fill(random);
        CollectionSnapshot snapshot = collection.Snapshot;
        HashSet<SearchStrategy> chosen = [];
        int found = 0, wanted = 0;
        for (int i = 0; i < 400; i++)
        {
            Filter filter = Draw(random, depth: 2);
            CompiledFilter compiled = snapshot.Compile(filter);
            int k = 1 + random.Next(30);
            float[] query = Vector(random, random.Next(8));
            Hit[] exact = new Hit[k], hits = new Hit[k];
            int expected = snapshot.Search("v", query, exact, new SearchOptions { Filter = compiled, Exact = true, Now = 1 });
            int count = snapshot.Search("v", query, hits, new SearchOptions { Filter = compiled, Now = 1 }, out ScanCost cost);

            Assert.Equal(expected, count);
            Assert.All(hits.Take(count), hit => Assert.True(compiled.Passes(hit.Row)));
            Assert.Equal(hits.Take(count).OrderByDescending(hit => hit.Score).Select(hit => hit.Score), hits.Take(count).Select(hit => hit.Score));
            found += hits.Take(count).Count(hit => exact.Take(count).Any(right => right.Row == hit.Row));
            wanted += count;
            chosen.Add(cost.Strategy);
        }
        Assert.InRange((double)found / wanted, .97, 1);
        Assert.Superset(new HashSet<SearchStrategy> { SearchStrategy.Graph, SearchStrategy.MatchingGraph, SearchStrategy.Matches }, chosen);
    }

    [Fact]
    public void The_estimate_of_a_filter_is_near_what_matches_where_it_is_one_condition()
    {
        SeededRandom random = new(32);
        CollectionSnapshot snapshot = Fill(random).Snapshot;
        foreach (Filter filter in new[] { Filter.Eq("shelf", "s3"), Filter.Gte("size", .5), Filter.Lt("number", 700L), Filter.In("tags", "t1") })
        {
            CompiledFilter compiled = snapshot.Compile(filter);
            long matching = Enumerable.Range(0, snapshot.Rows).Count(compiled.Passes);
            Assert.InRange(compiled.Estimate, matching * .9, (matching * 1.1) + 10);
        }
    }

    private static Filter Draw(SeededRandom random, int depth) => random.Next(depth == 0 ? 6 : 9) switch
    {
        0 => Filter.Eq("shelf", $"s{random.Next(7)}"),
        1 => Filter.Lt("number", (long)random.Next(1_100)),
        2 => Filter.Gte("size", random.NextDouble()),
        3 => Filter.In("tags", $"t{random.Next(6)}", $"t{random.Next(6)}"),
        4 => Filter.Eq("new", random.Next(2) == 0),
        5 => random.Next(4) != 0 ? Filter.Exists("size") : !Filter.Exists("size"),
        6 => Draw(random, depth - 1) & Draw(random, depth - 1),
        7 => Draw(random, depth - 1) | Draw(random, depth - 1),
        _ => !Draw(random, depth - 1),
    };

    private static EmbeddedCollection Fill(SeededRandom random)
    {
        EmbeddedCollection collection = new(CollectionSchema.Create(schema => schema
            .Dense("v", Dimension, Metric.Cosine, new VectorIndexSettings { GraphFrom = 1, BuildEf = 100 })
            .Keyword("shelf").Integer("number").Number("size").Keywords("tags").Boolean("new")));
        collection.Upsert([.. Enumerable.Range(0, Records).Select(i => Record(random, i))], now: 0);
        collection.CatchUp(2);
        // Dead rows, rows that expire, and rows outside of the graph.
        collection.Delete([.. Enumerable.Range(0, 200).Select(i => $"r{i * 3}")], now: 0);
        collection.Upsert([.. Enumerable.Range(0, 100).Select(i => Record(random, i * 7))], now: 0);
        return collection;
    }

    private static VectorRecord Record(SeededRandom random, int i)
    {
        int cluster = random.Next(8);
        VectorRecord record = new($"r{i}")
        {
            Vectors = { ["v"] = Vector(random, cluster) },
            // The shelf goes with the vector, the number does not.
            Payload = { ["shelf"] = $"s{cluster % 7}", ["number"] = (long)random.Next(1_000), ["tags"] = new[] { $"t{random.Next(6)}", $"t{random.Next(6)}" } },
            ExpiresAt = random.Next(20) == 0 ? DateTimeOffset.UnixEpoch : null,
        };
        if (random.Next(4) != 0)
            record.Payload["size"] = random.NextDouble();
        if (random.Next(3) != 0)
            record.Payload["new"] = random.Next(2) == 0;
        return record;
    }

    private static float[] Vector(SeededRandom random, int cluster)
    {
        float[] vector = new float[Dimension];
        SeededRandom centre = new(1_000 + cluster);
        for (int i = 0; i < Dimension; i++)
            vector[i] = (float)(centre.Normal() + (.8 * random.Normal()));
        return vector;
    }
}
