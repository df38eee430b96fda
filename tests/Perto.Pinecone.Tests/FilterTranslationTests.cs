using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Pinecone.Tests;

/// <summary>What the service finds by a translated filter against what the embedded store finds by the filter itself.</summary>
public sealed class FilterTranslationTests
{
    private static readonly string[] Words = ["a", "b", "c", ""];
    private static readonly long[] Integers = [-3, 0, 2, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, (1L << 53) + 2, -(1L << 53) - 1, long.MaxValue, long.MaxValue - 1, long.MinValue];
    private static readonly double[] Numbers = [-1.5, -0.0, 0, 1, 1 + double.Epsilon, Math.BitIncrement(1.0), 1e300, double.MaxValue];
    private static readonly DateTimeOffset[] Moments = [DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMicroseconds(1), new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero), new(9999, 1, 1, 0, 0, 0, 0, 1, TimeSpan.Zero), new(1, 1, 1, 0, 0, 0, TimeSpan.Zero)];

    // The vendor does not say whether its negations match records without the field.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_filter_finds_what_it_means(bool negationsMatchMissing)
    {
        await using TestService service = await TestService.StartAsync();
        service.Double.NegationsMatchMissing = negationsMatchMissing;
        await using EmbeddedVectorStore embedded = new();
        IVectorCollection theirs = await service.Store().CollectionAsync(TestService.Tenant, "all", Schema);
        IVectorCollection ours = await embedded.CollectionAsync(TestService.Tenant, "all", Schema);
        Random random = Seeds.Random();
        VectorRecord[] records = [.. Enumerable.Range(0, 60).Select(i => Record($"{i:00}", random))];
        await theirs.UpsertAsync(records);
        await ours.UpsertAsync(records);
        for (int i = 0; i < 1_500; i++)
        {
            Filter filter = Random(random, depth: 3);
            string[] expected = [.. (await ours.ScrollAsync(new ScrollQuery { Filter = filter })).Records.Select(record => record.Id)];
            SearchResult found = await theirs.SearchAsync(new VectorQuery("v", new float[] { 1 }) { K = 100, Filter = filter });
            Assert.True(expected.SequenceEqual(found.Hits.Select(hit => hit.Id)), $"{filter}: {string.Join(' ', expected)} and not {string.Join(' ', found.Hits.Select(hit => hit.Id))}");
            if (i % 10 == 0)
            {
                Assert.Equal(expected.Length, await theirs.CountAsync(filter));
                Assert.Equal(expected, (await theirs.ScrollAsync(new ScrollQuery { Filter = filter })).Records.Select(record => record.Id));
            }
        }
    }

    [Fact]
    public async Task Lists_longer_than_the_service_takes_are_asked_in_parts()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        await things.UpsertAsync([.. Enumerable.Range(0, 20).Select(i => TestService.Thing($"{i:00}", i * 1_000))]);
        Filter many = Filter.In("n", Enumerable.Range(0, 15_000).Select(i => (PayloadValue)(long)i));
        Assert.Equal(15, await things.CountAsync(many));
        Assert.Equal(5, await things.CountAsync(!many));
    }

    [Fact]
    public async Task What_matches_nothing_is_not_asked_for()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        await things.UpsertAsync(TestService.Thing("a"));
        service.Double.ForgetRequests();
        Assert.Equal(0, await things.CountAsync(Filter.In("n")));
        Assert.Empty((await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { Filter = !Filter.Everything })).Hits);
        Assert.Equal(0, await things.DeleteAsync(Filter.In("n") & Filter.Eq("word", "x")));
        Assert.Empty(service.Double.Requests);
    }

    private static void Schema(CollectionSchemaBuilder s) =>
        s.Dense("v", 1, Metric.Dot).Keyword("word").Keywords("words").Integer("n").Number("x").Boolean("flag").Time("at");

    // All have one vector, so hits come in the order of their ids.
    private static VectorRecord Record(string id, Random random)
    {
        VectorRecord record = new(id) { Vectors = { ["v"] = new float[] { 1 } } };
        foreach (string field in new[] { "word", "words", "n", "x", "flag", "at" })
        {
            if (random.Next(4) > 0)
                record.Payload[field] = field == "words" ? Enumerable.Range(0, random.Next(4)).Select(_ => Pick(random, Words)).ToArray() : Value(random, field);
        }
        return record;
    }

    private static PayloadValue Value(Random random, string field) => field switch
    {
        "word" or "words" => Pick(random, Words),
        "n" => Pick(random, Integers),
        "x" => Pick(random, Numbers),
        "flag" => random.Next(2) == 0,
        _ => Pick(random, Moments),
    };

    private static Filter Random(Random random, int depth) => (depth == 0 ? 3 : random.Next(7)) switch
    {
        0 => Filter.And(Enumerable.Range(0, random.Next(4)).Select(_ => Random(random, depth - 1))),
        1 => Filter.Or(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Random(random, depth - 1))),
        2 => !Random(random, depth - 1),
        _ => Condition(random),
    };

    private static Filter Condition(Random random)
    {
        string field = Pick(random, ["word", "words", "n", "x", "flag", "at"]);
        PayloadValue[] several = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, field))];
        bool ordered = field is "n" or "x" or "at";
        return random.Next(ordered ? 10 : field is "words" ? 7 : 6) switch
        {
            0 => Filter.Eq(field, Value(random, field)),
            1 => Filter.Ne(field, Value(random, field)),
            2 => Filter.In(field, several),
            3 => Filter.NotIn(field, several),
            4 => Filter.Exists(field),
            5 => Filter.Missing(field),
            6 when field is "words" => Filter.ContainsAll(field, several),
            6 => Filter.Gt(field, Value(random, field)),
            7 => Filter.Gte(field, Value(random, field)),
            8 => Filter.Lt(field, Value(random, field)),
            _ => Filter.Lte(field, Value(random, field)),
        };
    }

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
