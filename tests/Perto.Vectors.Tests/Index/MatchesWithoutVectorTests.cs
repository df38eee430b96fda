using Perto.Numerics;

namespace Perto.Vectors.Tests.Index;

public sealed class MatchesWithoutVectorTests
{
    private const int Records = 3_000;
    private const int Dimension = 96;

    [Fact]
    public void Matches_that_lack_the_vector_take_no_place_of_those_that_have_it()
    {
        SeededRandom random = new(17);
        EmbeddedCollection collection = new(CollectionSchema.Create(schema => schema
            .Dense("v", Dimension, Metric.Cosine, new VectorIndexSettings { GraphFrom = 1, BuildEf = 40 }).Integer("number")));
        collection.Upsert([.. Enumerable.Range(0, Records).Select(i => Record(random, i))], now: 0);
        collection.CatchUp(1);
        CollectionSnapshot snapshot = collection.Snapshot;
        CompiledFilter filter = snapshot.Compile(Filter.Lt("number", 300L));
        Hit[] exact = new Hit[10], found = new Hit[10];
        for (int i = 0; i < 50; i++)
        {
            float[] query = Vector(random);
            int count = snapshot.Search("v", query, exact, new SearchOptions { Filter = filter, Exact = true });
            Assert.Equal(count, snapshot.Search("v", query, found, new SearchOptions { Filter = filter }, out ScanCost cost));
            Assert.Equal(SearchStrategy.Matches, cost.Strategy);
            Assert.All(found, hit => Assert.NotEqual(0, hit.Row % 3));
            Assert.InRange(found.Select(hit => hit.Id).Intersect(exact.Select(hit => hit.Id)).Count(), 9, 10);
        }
    }

    private static VectorRecord Record(SeededRandom random, int i)
    {
        VectorRecord record = new($"r{i}") { Payload = { ["number"] = (long)i } };
        if (i % 3 != 0)
            record.Vectors["v"] = Vector(random);
        return record;
    }

    private static float[] Vector(SeededRandom random) => [.. Enumerable.Range(0, Dimension).Select(_ => (float)random.Normal())];
}
