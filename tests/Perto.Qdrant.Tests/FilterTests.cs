using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Qdrant.Tests;

/// <summary>
/// Filters over the double, which compares as Qdrant does, against the embedded store: random ones over values at which the two would differ if the
/// translation did not think of it.
/// </summary>
public sealed class FilterTests : IAsyncLifetime
{
    private const long Edge = 1L << 53;

    private static readonly long[] Integers = [long.MinValue, -Edge - 1, -Edge, -Edge + 1, -1, 0, 1, Edge - 1, Edge, Edge + 1, Edge + 2, long.MaxValue - 1, long.MaxValue];
    private static readonly double[] Numbers = [double.MinValue, -1, -double.Epsilon, -0.0, 0.0, double.Epsilon, 0.1, 0.1 + 0.2, 0.3, 1e15, double.MaxValue];
    private static readonly string[] Words = ["", "a", "A", "ação", "\"quoted\"", "a b", "$id", "null", "true", "1"];
    private static readonly double[] Latitudes = [-90, -45.5, -1e-7, 0, 1e-7, 45.5, 89.9, 90];
    private static readonly double[] Longitudes = [-180, -179.9, -10, 0, 10, 179.9, 180];
    private static readonly string[] Texts = ["Red planet", "planet RED red", "...", "", "Café Müller", "cafe\u0301"];

    private QdrantDouble _server = null!;
    private TestStore _process = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await QdrantDouble.StartAsync(keepRequests: false);
        _process = new TestStore(_server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_translated_filter_matches_what_it_matches_in_the_embedded_store()
    {
        Random random = Seeds.Random();
        await using EmbeddedVectorStore embedded = new();
        IVectorCollection here = await embedded.CollectionAsync(TestStore.Tenant, "things", Schema, TestContext.Current.CancellationToken);
        IVectorCollection there = await _process.Store.CollectionAsync(TestStore.Tenant, "things", Schema, TestContext.Current.CancellationToken);
        VectorRecord[] records = [.. Enumerable.Range(0, 250).Select(i => Record($"{i:000}", random))];
        await here.UpsertAsync(records, TestContext.Current.CancellationToken);
        await there.UpsertAsync(records, TestContext.Current.CancellationToken);

        int matched = 0;
        for (int i = 0; i < 1_500; i++)
        {
            Filter filter = Any(random, depth: 3);
            string[] expected = await IdsAsync(here, filter);
            string[] actual = await IdsAsync(there, filter);
            Assert.True(expected.SequenceEqual(actual), $"{filter}: {string.Join(' ', expected.Except(actual))} are missed, {string.Join(' ', actual.Except(expected))} are too many");
            matched += expected.Length;
        }
        // Neither nothing nor everything most of the time.
        Assert.InRange(matched / 1_500.0 / records.Length, 0.2, 0.8);
    }

    [Fact]
    public async Task Filters_of_the_greatest_depth_and_length_are_taken()
    {
        IVectorCollection things = await _process.Store.CollectionAsync(TestStore.Tenant, "things", Schema, TestContext.Current.CancellationToken);
        await things.UpsertAsync(new VectorRecord("a") { Payload = { ["n"] = 7 } }, TestContext.Current.CancellationToken);
        Filter deep = Filter.Eq("n", 7);
        for (int i = 1; i < Filter.MaxDepth; i++)
            deep = !deep;
        Assert.Equal(0, await things.CountAsync(deep, TestContext.Current.CancellationToken));
        Filter wide = Filter.In("n", Enumerable.Range(0, Filter.MaxValues).Select(i => (PayloadValue)i));
        Assert.Equal(1, await things.CountAsync(wide, TestContext.Current.CancellationToken));
        Filter many = Filter.Or(Enumerable.Range(0, Filter.MaxConditions).Select(i => Filter.Eq("word", $"{i}")));
        Assert.Equal(0, await things.CountAsync(many, TestContext.Current.CancellationToken));
    }

    private static void Schema(CollectionSchemaBuilder schema) =>
        schema.Dense("v", 2, Metric.Dot).Integer("n").Number("x").Keyword("word").Keywords("list").Boolean("flag").Time("at").Geo("place").Text("text");

    private static VectorRecord Record(string id, Random random)
    {
        VectorRecord record = new(id) { Vectors = { ["v"] = new float[] { 1, 0 } } };
        foreach ((string field, Func<Random, PayloadValue> value) in Fields)
        {
            if (random.Next(5) > 0)
                record.Payload[field] = value(random);
        }
        return record;
    }

    private static readonly (string Field, Func<Random, PayloadValue> Value)[] Fields =
    [
        ("n", random => Of(random, Integers)),
        ("x", random => Of(random, Numbers)),
        ("word", random => Of(random, Words)),
        ("list", random => List(random)),
        ("flag", random => random.Next(2) == 0),
        ("at", random => Moment(random)),
        ("place", random => Place(random)),
        ("text", random => Of(random, Texts)),
    ];

    private static Filter Any(Random random, int depth)
    {
        if (depth > 0 && random.Next(2) == 0)
        {
            return random.Next(3) switch
            {
                0 => Filter.And(Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth - 1)).ToArray()),
                1 => Filter.Or(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Any(random, depth - 1)).ToArray()),
                _ => !Any(random, depth - 1),
            };
        }
        return random.Next(9) switch
        {
            0 => Ordered("n", random, r => Of(r, Integers)),
            1 => Ordered("x", random, r => Of(r, Numbers)),
            2 => Ordered("at", random, r => Moment(r)),
            3 => Unordered("word", random, r => Of(r, Words)),
            4 => Unordered("list", random, r => Of(r, Words)),
            5 => Unordered("flag", random, r => r.Next(2) == 0),
            6 => random.Next(3) switch
            {
                0 => Filter.Exists("place"),
                1 => Filter.Near("place", Place(random), Of(random, [0.0, 1, 20_000, 1e6, 1.5e7, 3e7])),
                _ => Box(random),
            },
            7 => random.Next(3) == 0 ? Filter.Missing("text") : Filter.Words("text", Of(random, ["red", "planet", "Red Planet", "café", "muller", "MÜLLER café"])),
            _ => random.Next(2) == 0 ? Filter.Exists(Fields[random.Next(Fields.Length)].Field) : Filter.Missing(Fields[random.Next(Fields.Length)].Field),
        };
    }

    private static Filter Ordered(string field, Random random, Func<Random, PayloadValue> value) => random.Next(8) switch
    {
        0 => Filter.Gt(field, value(random)),
        1 => Filter.Gte(field, value(random)),
        2 => Filter.Lt(field, value(random)),
        3 => Filter.Lte(field, value(random)),
        _ => Unordered(field, random, value),
    };

    private static Filter Unordered(string field, Random random, Func<Random, PayloadValue> value)
    {
        PayloadValue[] some = [.. Enumerable.Range(0, random.Next(4)).Select(_ => value(random))];
        return random.Next(field == "list" ? 5 : 4) switch
        {
            0 => Filter.Eq(field, value(random)),
            1 => Filter.Ne(field, value(random)),
            2 => Filter.In(field, some),
            3 => Filter.NotIn(field, some),
            _ => Filter.ContainsAll(field, some),
        };
    }

    private static Filter Box(Random random)
    {
        double[] bands = [Of(random, Latitudes), Of(random, Latitudes)];
        return Filter.Within("place", new GeoPoint(bands.Min(), Of(random, Longitudes)), new GeoPoint(bands.Max(), Of(random, Longitudes)));
    }

    private static string[] List(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Of(random, Words))];

    private static DateTimeOffset Moment(Random random) => Of(random, [DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch.AddMicroseconds(-1), DateTimeOffset.UnixEpoch, new(2025, 1, 1, 0, 0, 0, TimeSpan.FromHours(5)), new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero)]);

    private static GeoPoint Place(Random random) => new(Of(random, Latitudes), Of(random, Longitudes));

    private static T Of<T>(Random random, T[] values) => values[random.Next(values.Length)];

    private static async Task<string[]> IdsAsync(IVectorCollection collection, Filter filter)
    {
        ScrollPage page = await collection.ScrollAsync(new ScrollQuery { Filter = filter, Limit = 1_000 }, TestContext.Current.CancellationToken);
        return [.. page.Records.Select(record => record.Id).Order(StringComparer.Ordinal)];
    }
}
