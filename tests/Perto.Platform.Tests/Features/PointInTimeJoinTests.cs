using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class PointInTimeJoinTests
{
    private static readonly FeatureView Brief = TestFeatures.Score with { Name = "brief", TtlSeconds = 120 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Against the obvious way: of all writes of the entity that are not after the example and not too old, the last.</summary>
    [Theory, InlineData(SqlDialect.Sqlite, 40), InlineData(SqlDialect.Postgres, 12)]
    public void Every_example_gets_what_was_known_at_its_moment_and_nothing_later(SqlDialect engine, int cases) => Check.One(
        Seeds.Property(cases),
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<((byte Key, byte Minute)[] Writes, (byte Key, byte Minute)[] Rows)>().ToArbitrary(),
            given => JoinAsync(engine, given.Writes, given.Rows).GetAwaiter().GetResult()));

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Rows_of_several_entities_keep_their_order_and_columns(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);
        await features.WriteAsync("title_score", features.Scored("heat", 30, 1), features.Scored("heat", 10, 2));
        await features.Store.RecordAsync(TestFeatures.Tenant, [Events.View("e1", "ana", "heat", features.Now.AddMinutes(-20))], Token);
        JoinRow[] rows =
        [
            Row(features, 5, ("title", "heat"), ("person", "ana")),
            Row(features, 15, ("title", "heat"), ("person", "ana")),
            Row(features, 25, ("title", "heat"), ("person", "ana")),
            Row(features, 31, ("title", "heat")),
            Row(features, 1, ("person", "nobody")),
        ];

        JoinedRow[] joined = await features.Store.JoinAsync(TestFeatures.Tenant, ["title_score", "person_activity"], rows.ToAsyncEnumerable(), Token).ToArrayAsync(Token);

        Assert.Equal(rows, joined.Select(row => row.Row));
        Assert.Equal([2L, 1L, 1L, null, null], joined.Select(row => (long?)row.Readings[0].Value("score")?.Raw));
        Assert.Equal([1L, 1L, null, null, null], joined.Select(row => (long?)row.Readings[1].Value("views")?.Raw));
    }

    [Fact]
    public async Task A_long_history_and_many_rows_are_joined_in_one_pass()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        for (int batch = 0; batch < 12; batch++)
            await features.WriteAsync("title_score", [.. Enumerable.Range(batch * 1_000, 1_000).Select(i => features.Scored($"t{i % 3}", 20_000 - i, i))]);
        JoinRow[] rows = [.. Enumerable.Range(0, 25_000).Select(i => Row(features, i % 20_001, ("title", $"t{i % 3}")))];

        int next = 0;
        await foreach (JoinedRow row in features.Store.JoinAsync(TestFeatures.Tenant, ["title_score"], rows.ToAsyncEnumerable(), Token))
        {
            long newest = Math.Min(11_999, 20_000 - (next % 20_001));
            long? expected = newest < next % 3 ? null : newest - ((newest - (next % 3)) % 3);
            Assert.Equal(expected, (long?)row.Readings[0].Value("score")?.Raw);
            next++;
        }
        Assert.Equal(rows.Length, next);
    }

    [Fact]
    public async Task A_row_that_is_not_valid_names_its_place()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        async Task<string> FieldAsync(IReadOnlyList<string> views, JoinRow row) => (await Assert.ThrowsAsync<InvalidValueException>(
            async () => await features.Store.JoinAsync(TestFeatures.Tenant, views, new[] { Row(features, 1, ("title", "x")), row }.ToAsyncEnumerable(), Token).ToArrayAsync(Token))).Field;

        Assert.Equal("rows[1].keys", await FieldAsync(["title_score"], Row(features, 1)));
        Assert.Equal("rows[1].keys.title", await FieldAsync(["title_score"], Row(features, 1, ("title", ""))));
        Assert.Equal("views[0]", await FieldAsync(["title_score@x"], Row(features, 1, ("title", "a"))));
        Assert.Equal("views", await FieldAsync([], Row(features, 1, ("title", "a"))));
    }

    private static JoinRow Row(TestFeatures features, int minutesAgo, params (string Entity, string Key)[] keys) => new()
    {
        Keys = keys.ToDictionary(key => key.Entity, key => key.Key, StringComparer.Ordinal),
        At = features.Now.AddMinutes(-minutesAgo),
        Columns = new Dictionary<string, FeatureValue> { ["label"] = FeatureValue.Of(1L) },
    };

    private static async Task JoinAsync(SqlDialect engine, (byte Key, byte Minute)[] writes, (byte Key, byte Minute)[] rows)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine, [TestFeatures.Score, Brief]);
        // Few keys and minutes, so that writes and rows meet, at the same minute too.
        (string Key, int Minute, long Score)[] written = [.. writes.Select((write, i) => ($"k{write.Key % 4}", write.Minute % 16, (long)i))];
        foreach ((string Key, int Minute, long Score)[] batch in written.Chunk(3))
        {
            FeatureWrite[] some = [.. batch.Select(write => features.Scored(write.Key, write.Minute, write.Score))];
            await features.WriteAsync("title_score", some);
            await features.WriteAsync("brief", some);
        }
        (string Key, int Minute)[] asked = [.. rows.Select(row => ($"k{row.Key % 5}", row.Minute % 18))];
        IAsyncEnumerable<JoinRow> examples = asked.Select(row => Row(features, row.Minute, ("title", row.Key))).ToArray().ToAsyncEnumerable();

        JoinedRow[] joined = await features.Store.JoinAsync(TestFeatures.Tenant, ["title_score", "brief"], examples, default).ToArrayAsync();

        Assert.Equal(asked.Length, joined.Length);
        for (int i = 0; i < asked.Length; i++)
        {
            Assert.Equal(Slow(written, asked[i].Key, asked[i].Minute, ttl: int.MaxValue), (long?)joined[i].Readings[0].Value("score")?.Raw);
            Assert.Equal(Slow(written, asked[i].Key, asked[i].Minute, ttl: 2), (long?)joined[i].Readings[1].Value("score")?.Raw);
        }
    }

    // Minutes count backward: a greater one is earlier.
    private static long? Slow((string Key, int Minute, long Score)[] written, string key, int minute, int ttl)
    {
        long? known = null;
        int best = int.MaxValue;
        foreach ((string writtenKey, int writtenMinute, long score) in written)
        {
            if (writtenKey == key && writtenMinute >= minute && writtenMinute - minute <= ttl && writtenMinute <= best)
            {
                best = writtenMinute;
                known = score;
            }
        }
        return known;
    }
}
