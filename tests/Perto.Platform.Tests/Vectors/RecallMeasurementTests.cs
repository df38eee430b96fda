using Perto.Numerics;
using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform.Tests;

public sealed class RecallMeasurementTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_share_that_the_index_found_is_measured_for_each_ef()
    {
        ForgetfulCollection collection = await CollectionAsync(records: 300);

        RecallReport report = await new RecallMeasurement(collection, new ManualTimeProvider()).RunAsync(
            new RecallRequest { K = 10, Queries = 40, Ef = [10, 1, 5, 5] }, progress: null, Token);

        Assert.Equal(("v", 10, 40, 300L, false), (report.Vector, report.K, report.Queries, report.DrawnFrom, report.Shortened));
        Assert.Equal([(1, 0.1), (5, 0.5), (10, 1.0)], report.Points.Select(point => (point.Ef, Math.Round(point.Recall, 6))));
        Assert.All(report.Points, point => Assert.Equal("forgetful", point.Strategy));
    }

    [Fact]
    public async Task The_same_seed_draws_the_same_records_and_another_seed_others()
    {
        ForgetfulCollection collection = await CollectionAsync(records: 300);
        string[] first = await DrawnAsync(seed: 1);
        Assert.Equal(first, await DrawnAsync(seed: 1));
        Assert.NotEqual(first, await DrawnAsync(seed: 2));
        Assert.Equal(20, first.Distinct().Count());

        async Task<string[]> DrawnAsync(int seed)
        {
            collection.Queried.Clear();
            await new RecallMeasurement(collection, new ManualTimeProvider()).RunAsync(
                new RecallRequest { Queries = 20, Ef = [10], Seed = seed }, progress: null, Token);
            return [.. collection.Queried.Distinct()];
        }
    }

    [Fact]
    public async Task Records_without_the_vector_or_outside_the_filter_are_no_queries()
    {
        ForgetfulCollection collection = await CollectionAsync(records: 50, bare: 150);
        RecallReport report = await new RecallMeasurement(collection, new ManualTimeProvider()).RunAsync(
            new RecallRequest { K = 3, Queries = 200, Ef = [3], Filter = Filter.Lt("number", 10) }, progress: null, Token);

        Assert.Equal(10, report.Queries);
        Assert.Equal(10, report.DrawnFrom);
        Assert.Equal(1, Assert.Single(report.Points).Recall);

        RecallReport none = await new RecallMeasurement(collection, new ManualTimeProvider()).RunAsync(
            new RecallRequest { Filter = Filter.Gt("number", 1_000) }, progress: null, Token);
        Assert.Equal((0, 0L), (none.Queries, none.DrawnFrom));
    }

    [Fact]
    public async Task When_the_time_is_up_what_was_measured_is_the_answer()
    {
        ForgetfulCollection collection = await CollectionAsync(records: 100);
        var clock = new ManualTimeProvider();
        collection.Searched = () => clock.Advance(RecallMeasurement.Longest / 4);
        List<double> told = [];

        RecallReport report = await new RecallMeasurement(collection, clock).RunAsync(
            new RecallRequest { Queries = 50, Ef = [10] }, new Told(told.Add), Token);

        // Two searches to warm up, then two for each query.
        Assert.Equal(1, report.Queries);
        Assert.True(report.Shortened);
        Assert.Equal([1 / 50.0], told);
    }

    private static async Task<ForgetfulCollection> CollectionAsync(int records, int bare = 0)
    {
        var random = new SeededRandom(Seeds.Of());
        IVectorCollection collection = await new EmbeddedVectorStore().CollectionAsync(
            new TenantId("t"), "c", schema => schema.Dense("v", 4, Metric.Cosine).Integer("number"), Token);
        await collection.UpsertAsync(
            [
                .. Enumerable.Range(0, records).Select(number => new VectorRecord($"r{number}")
                {
                    Vectors = { ["v"] = new[] { random.NextSingle(), random.NextSingle(), random.NextSingle(), 0.1f } },
                    Payload = { ["number"] = number },
                }),
                .. Enumerable.Range(0, bare).Select(number => new VectorRecord($"bare{number}")),
            ],
            Token);
        return new ForgetfulCollection(collection);
    }

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
