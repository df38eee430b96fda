using System.Text;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Writing, reading, changing and deleting records, and what is refused.</summary>
public abstract class RecordConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    private static readonly DateTimeOffset Moment = new(2025, 1, 31, 12, 30, 15, 123, 456, TimeSpan.FromHours(-3));

    [Fact]
    public async Task Everything_that_was_written_is_read_back()
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync(Full("a"));
        VectorRecord? read = await things.GetAsync("a");
        Assert.Equal("a", read!.Id);
        VectorIs(read, "v", 1, 2);
        VectorIs(read, "w", 3, 4, 5);
        Assert.Equal(Full("a").Payload.OrderBy(p => p.Key), read.Payload.OrderBy(p => p.Key));
        Assert.Null(read.ExpiresAt);
    }

    [Theory]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Dot)]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    public async Task A_vector_is_read_back_to_float_precision(Metric metric)
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 4, metric));
        float[][] vectors = [[1, -2, 3, -4], [1e-30f, 0, 3e-31f, 0], [1e15f, -1e15f, 5e14f, 1], [1e-42f, 1e-42f, 0, 0], [0.1f, 0.2f, 0.3f, 0.4f]];
        for (int i = 0; i < vectors.Length; i++)
            await things.UpsertAsync(Record($"{i}", vectors[i]));
        for (int i = 0; i < vectors.Length; i++)
        {
            float[] read = (await things.GetAsync($"{i}"))!.Vectors["v"].Dense.ToArray();
            // A normalised vector is rounded once on its way in and once on its way out: relative to each value, and to denormals' fixed
            // grid.
            for (int d = 0; d < read.Length; d++)
                Assert.Equal(vectors[i][d], read[d], (2e-7 * Math.Abs(vectors[i][d])) + 2e-45);
        }
    }

    [Fact]
    public async Task A_record_may_lack_vectors_and_payload()
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync(new VectorRecord("bare"));
        VectorRecord? read = await things.GetAsync("bare");
        Assert.Empty(read!.Vectors);
        Assert.Empty(read.Payload);
    }

    [Fact]
    public async Task None_is_the_same_as_leaving_the_field_out()
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync(Record("a", "keyword", PayloadValue.None));
        Assert.Empty((await things.GetAsync("a"))!.Payload);
    }

    [Fact]
    public async Task Reading_without_vectors_leaves_them_out()
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync(Full("a"));
        VectorRecord? read = await things.GetAsync("a", includeVectors: false);
        Assert.Empty(read!.Vectors);
        Assert.Equal(6, read.Payload.Count);
    }

    [Fact]
    public async Task A_second_upsert_replaces_the_record_as_a_whole()
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync(Full("a"));
        await things.UpsertAsync(new VectorRecord("a") { Vectors = { ["w"] = new float[] { 7, 8, 9 } }, Payload = { ["integer"] = 5 } });
        VectorRecord? read = await things.GetAsync("a");
        Assert.Equal(["w"], read!.Vectors.Keys);
        VectorIs(read, "w", 7, 8, 9);
        Assert.Equal(["integer"], read.Payload.Keys);
        Assert.Equal(1, await things.CountAsync());
    }

    [Fact]
    public async Task What_the_caller_changes_after_writing_does_not_change_the_record()
    {
        IVectorCollection things = await AllKindsAsync();
        float[] vector = [1, 2];
        string[] words = ["x", "y"];
        await things.UpsertAsync(new VectorRecord("a") { Vectors = { ["v"] = vector }, Payload = { ["keywords"] = words } });
        vector[0] = 99;
        words[0] = "changed";
        VectorRecord? read = await things.GetAsync("a");
        VectorIs(read, "v", 1, 2);
        Assert.Equal(["x", "y"], read!.Payload["keywords"].Keywords);
    }

    [Fact]
    public async Task Of_records_with_one_id_in_a_batch_the_last_holds()
    {
        IVectorCollection things = await CollectionAsync();
        await things.UpsertAsync([Record("a", 1, 0), Record("b", 2, 0), Record("a", 3, 0)]);
        VectorIs(await things.GetAsync("a"), "v", 3, 0);
        Assert.Equal(2, await things.CountAsync());
    }

    [Fact]
    public async Task An_empty_batch_is_nothing_to_do()
    {
        IVectorCollection things = await CollectionAsync();
        await things.UpsertAsync([]);
        Assert.Empty(await things.GetAsync([]));
        Assert.Equal(0, await things.DeleteAsync(Array.Empty<string>()));
        Assert.Empty(await things.SearchAsync([]));
        Assert.Equal(0, await things.CountAsync());
    }

    [Fact]
    public async Task A_large_batch_is_written_whole()
    {
        IVectorCollection things = await CollectionAsync();
        await things.UpsertAsync([.. Enumerable.Range(0, 5_000).Select(i => Record($"{i}", i, 1))]);
        Assert.Equal(5_000, await things.CountAsync());
        VectorIs(await things.GetAsync("4321"), "v", 4_321, 1);
        Assert.Equal(["4999", "4998"], Ids(await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 2 })));
    }

    [Fact]
    public async Task A_batch_of_20000_is_written_replaced_and_deleted()
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 4, Metric.Dot).Integer("n").Keyword("word").Keywords("words"));
        VectorRecord[] batch = [.. Enumerable.Range(0, 20_000).Select(i => Many(i, round: 0))];
        await things.UpsertAsync(batch);
        Assert.Equal(20_000, await things.CountAsync());
        Assert.Equal(200, await things.CountAsync(Filter.Eq("word", "word 7")));
        VectorIs(await things.GetAsync("id-12345"), "v", 12_345, 0, 1, 0);

        await things.UpsertAsync([.. Enumerable.Range(5_000, 20_000).Select(i => Many(i, round: 1))]);
        Assert.Equal(25_000, await things.CountAsync());
        Assert.Equal(20_000, await things.CountAsync(Filter.Eq("n", 1)));
        Assert.Equal(["id-24999"], Ids(await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0, 0, 0 }) { K = 1 })));

        Assert.Equal(20_000, await things.DeleteAsync(Filter.Eq("n", 1)));
        Assert.Equal(5_000, await things.DeleteAsync([.. Enumerable.Range(0, 6_000).Select(i => $"id-{i:00000}")]));
        Assert.Equal(0, await things.CountAsync());
        await things.UpsertAsync(batch);
        Assert.Equal(20_000, (await things.StatisticsAsync()).Records);

        static VectorRecord Many(int i, int round) => new($"id-{i:00000}")
        {
            Vectors = { ["v"] = new float[] { i, round, 1, 0 } },
            Payload = { ["n"] = round, ["word"] = $"word {i % 100}", ["words"] = new[] { $"{i % 3}", $"{i}" } },
        };
    }

    [Fact]
    public async Task Records_are_read_in_the_order_asked_and_missing_ones_are_left_out()
    {
        IVectorCollection things = await CollectionAsync();
        await things.UpsertAsync([Record("a", 1, 0), Record("b", 2, 0), Record("c", 3, 0)]);
        Assert.Equal(["c", "a", "c"], (await things.GetAsync(["c", "nobody", "a", "c"])).Select(r => r.Id));
        Assert.Null(await things.GetAsync("nobody"));
    }

    [Fact]
    public async Task Deleting_counts_what_there_was()
    {
        IVectorCollection things = await CollectionAsync();
        await things.UpsertAsync([Record("a", 1, 0), Record("b", 2, 0), Record("c", 3, 0)]);
        Assert.Equal(2, await things.DeleteAsync(["a", "nobody", "c", "a"]));
        Assert.Equal(0, await things.DeleteAsync(["a"]));
        Assert.Equal(["b"], await IdsAsync(things));
        Assert.Null(await things.GetAsync("a"));
        Assert.Equal(["b"], Ids(await things.SearchAsync(Query(1, 0))));
    }

    [Fact]
    public async Task A_deleted_record_can_be_written_again()
    {
        IVectorCollection things = await CollectionAsync();
        await things.UpsertAsync(Record("a", 1, 0));
        await things.DeleteAsync(["a"]);
        await things.UpsertAsync(Record("a", 5, 6));
        VectorIs(await things.GetAsync("a"), "v", 5, 6);
        Assert.Equal(1, await things.CountAsync());
    }

    [Fact]
    public async Task Deleting_by_filter_deletes_what_matches()
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync([.. Enumerable.Range(0, 10).Select(i => Record($"{i}", "integer", i))]);
        Assert.Equal(6, await things.DeleteAsync(Filter.Gte("integer", 4)));
        Assert.Equal(["0", "1", "2", "3"], await IdsAsync(things));
        Assert.Equal(0, await things.DeleteAsync(Filter.Gte("integer", 4)));
        Assert.Equal(4, await things.DeleteAsync(Filter.Everything));
        Assert.Equal(0, await things.CountAsync());
    }

    [Fact]
    public async Task A_change_of_payload_sets_some_fields_removes_some_and_leaves_the_rest()
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync(Full("a"));
        Assert.True(await things.UpdatePayloadAsync("a", Patch(("keyword", "new"), ("number", PayloadValue.None))));
        VectorRecord? read = await things.GetAsync("a");
        Assert.Equal("new", read!.Payload["keyword"]);
        Assert.False(read.Payload.ContainsKey("number"));
        Assert.Equal(42, read.Payload["integer"]);
        VectorIs(read, "v", 1, 2);
        Assert.Equal(["a"], await IdsAsync(things, Filter.Eq("keyword", "new")));
        Assert.Empty(await IdsAsync(things, Filter.Exists("number")));
    }

    [Fact]
    public async Task Changing_the_payload_of_a_missing_record_says_so()
    {
        IVectorCollection things = await AllKindsAsync();
        Assert.False(await things.UpdatePayloadAsync("nobody", Patch(("keyword", "new"))));
        Assert.Equal(0, await things.CountAsync());
    }

    [Fact]
    public async Task A_change_of_payload_that_does_not_fit_changes_nothing()
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync(Full("a"));
        await RefusesAsync("payload.integer", () => things.UpdatePayloadAsync("a", Patch(("keyword", "new"), ("integer", "seven"))).AsTask());
        await RefusesAsync("payload.other", () => things.UpdatePayloadAsync("a", Patch(("keyword", "new"), ("other", 7))).AsTask());
        Assert.Equal("word", (await things.GetAsync("a"))!.Payload["keyword"]);
    }

    public static TheoryData<string> UnicodeIds =>
        ["ação", "日本語", "🎬", "a b", "a/b?c=d#e", "'; drop table x;--", "\"quoted\"", "%41", "\t", "e\u0301", "\u00e9", "İ", "i", "I", "\uFFFF", "\u202Ertl", "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67", "\uFB01", "\u0344", "\u1112\u1161\u11AB", " ", "\u00A0", "\u200B", "\r\n", "\uFEFFx", "ß", "ẞ", "\U0010FFFF", "..", "null", "0", "-1", "{}"];

    [Theory, MemberData(nameof(UnicodeIds))]
    public async Task An_id_is_kept_as_it_is(string id)
    {
        IVectorCollection things = await CollectionAsync();
        await things.UpsertAsync([Record(id, 1, 0), Record("other", 0, 1)]);
        Assert.Equal(id, (await things.GetAsync(id))!.Id);
        Assert.Equal([id], Ids(await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 1 })));
        Assert.Contains(id, await IdsAsync(things));
        Assert.Equal(1, await things.DeleteAsync([id]));
        Assert.Equal(["other"], await IdsAsync(things));
    }

    [Fact]
    public async Task Random_ids_are_kept_apart_and_in_the_order_of_code_points()
    {
        IVectorCollection things = await CollectionAsync();
        Random random = Seeds.Random();
        HashSet<string> ids = new(StringComparer.Ordinal);
        while (ids.Count < 3_000)
        {
            string id = string.Concat(Enumerable.Range(0, 1 + random.Next(6)).Select(_ => Character(random)));
            ids.Add(random.Next(20) == 0 ? string.Concat(Enumerable.Repeat(id, 512 / 24)) : id);
        }
        await things.UpsertAsync([.. ids.Select((id, i) => Record(id, i, 1))]);
        string[] expected = [.. ids.OrderBy(id => Encoding.UTF8.GetBytes(id), Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y)))];
        Assert.Equal(expected, await IdsAsync(things));
        foreach ((int i, string id) in ids.Index())
            VectorIs(await things.GetAsync(id), "v", i, 1);

        static string Character(Random random) => random.Next(4) switch
        {
            0 => $"{(char)random.Next(1, 128)}",
            1 => $"{(char)random.Next(128, 0xD800)}",
            2 => $"{(char)random.Next(0xE000, 0x10000)}",
            _ => char.ConvertFromUtf32(random.Next(0x10000, 0x110000)),
        };
    }

    [Fact]
    public async Task Ids_that_look_alike_are_different()
    {
        IVectorCollection things = await CollectionAsync();
        string[] ids = ["e\u0301", "\u00e9", "i", "I", "İ", "ı", "a", "a ", " a"];
        await things.UpsertAsync([.. ids.Select(id => Record(id, 1, 0))]);
        Assert.Equal(ids.Length, await things.CountAsync());
    }

    public static TheoryData<string> BadIds => ["", "a\0", "\ud800", "\udc00x", new string('n', 513), new string('é', 257)];

    [Theory, MemberData(nameof(BadIds), DisableDiscoveryEnumeration = true)]
    public async Task An_id_outside_the_rule_is_refused(string id)
    {
        IVectorCollection things = await CollectionAsync();
        await RefusesAsync("id", () => things.UpsertAsync(Record(id, 1, 0)).AsTask());
        await RefusesAsync("records[1].id", () => things.UpsertAsync([Record("a", 1, 0), Record(id, 1, 0)]).AsTask());
        await RefusesAsync("id", () => things.GetAsync(id).AsTask());
        await RefusesAsync("ids[0]", () => things.GetAsync([id]).AsTask());
        await RefusesAsync("ids[0]", () => things.DeleteAsync([id]).AsTask());
        Assert.Equal(0, await things.CountAsync());
    }

    [Fact]
    public async Task An_id_of_512_bytes_is_accepted()
    {
        IVectorCollection things = await CollectionAsync();
        string id = new('é', 256);
        await things.UpsertAsync(Record(id, 1, 0));
        Assert.NotNull(await things.GetAsync(id));
    }

    [Theory]
    [InlineData("vectors.v", new float[] { 1 })]
    [InlineData("vectors.v", new float[] { })]
    [InlineData("vectors.v", new float[] { 1, 2, 3 })]
    [InlineData("vectors.v[1]", new[] { 1, float.NaN })]
    [InlineData("vectors.v[0]", new[] { float.PositiveInfinity, 1 })]
    [InlineData("vectors.v[0]", new[] { float.NegativeInfinity, 1 })]
    [InlineData("vectors.v[1]", new[] { 1, 1.1e15f })]
    public async Task A_vector_that_does_not_fit_refuses_the_whole_batch(string field, float[] vector)
    {
        IVectorCollection things = await CollectionAsync();
        await RefusesAsync(field, () => things.UpsertAsync(Record("bad", vector)).AsTask());
        await RefusesAsync($"records[2].{field}", () => things.UpsertAsync([Record("a", 1, 2), Record("b", 1, 2), Record("bad", vector)]).AsTask());
        Assert.Equal(0, await things.CountAsync());
    }

    [Fact]
    public async Task The_zero_vector_has_no_direction_and_is_refused_for_cosine_only()
    {
        IVectorCollection angles = await CollectionAsync(s => s.Dense("v", 2, Metric.Cosine), "angles");
        await RefusesAsync("vectors.v", () => angles.UpsertAsync(Record("zero", 0, -0f)).AsTask());
        foreach (Metric metric in new[] { Metric.Dot, Metric.Euclidean, Metric.Manhattan })
            await (await CollectionAsync(s => s.Dense("v", 2, metric), $"{metric}")).UpsertAsync(Record("zero", 0, 0));
    }

    [Fact]
    public async Task An_unknown_vector_is_refused_with_the_names_that_there_are()
    {
        IVectorCollection things = await AllKindsAsync();
        VectorStoreException refusal = await RefusesAsync(
            "vectors.x", () => things.UpsertAsync(new VectorRecord("a") { Vectors = { ["x"] = new float[2] } }).AsTask());
        Assert.Contains("v, w", refusal.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_payload_field_is_refused_with_the_names_that_there_are()
    {
        IVectorCollection things = await AllKindsAsync();
        VectorStoreException refusal = await RefusesAsync("payload.colour", () => things.UpsertAsync(Record("a", "colour", "red")).AsTask());
        Assert.Contains("keyword, keywords, number", refusal.Allowed, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> WrongValues
    {
        get
        {
            TheoryData<string, string> wrong = [];
            (string Name, string[] Fitting)[] fields =
            [
                ("keyword", ["text", "moment text", "moment without offset", "date"]), ("keywords", ["list"]), ("number", ["integer", "number", "whole number"]),
                ("integer", ["integer", "large integer", "whole number"]), ("boolean", ["boolean"]), ("time", ["moment", "moment text"]),
            ];
            foreach ((string name, string[] fitting) in fields)
            {
                foreach (string value in Values.Keys.Except(fitting))
                    wrong.Add(name, value);
            }
            return wrong;
        }
    }

    [Theory, MemberData(nameof(WrongValues))]
    public async Task A_value_of_another_kind_is_refused(string field, string value)
    {
        IVectorCollection things = await AllKindsAsync();
        await RefusesAsync($"payload.{field}", () => things.UpsertAsync(Record("a", field, Values[value])).AsTask());
        await RefusesAsync($"records[0].payload.{field}", () => things.UpsertAsync([Record("a", field, Values[value])]).AsTask());
        Assert.Equal(0, await things.CountAsync());
    }

    [Fact]
    public async Task A_value_is_kept_in_the_kind_of_its_field_where_nothing_is_lost()
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync(new VectorRecord("a")
        {
            Payload = { ["number"] = 7, ["integer"] = 7.0, ["time"] = "2025-01-31T12:30:15.123456-03:00" },
        });
        IDictionary<string, PayloadValue> payload = (await things.GetAsync("a"))!.Payload;
        Assert.Equal(7.0, payload["number"]);
        Assert.Equal(7L, payload["integer"]);
        Assert.Equal(Moment, payload["time"]);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public async Task Every_integer_is_kept(long value)
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync(Record("a", "integer", value));
        Assert.Equal(value, (await things.GetAsync("a"))!.Payload["integer"]);
        Assert.Equal(["a"], await IdsAsync(things, Filter.Eq("integer", value)));
    }

    [Theory]
    [InlineData(double.MinValue)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(-0.0)]
    [InlineData(0.1)]
    public async Task Every_finite_number_is_kept(double value)
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync(Record("a", "number", value));
        Assert.Equal(value, (await things.GetAsync("a"))!.Payload["number"]);
        Assert.Equal(["a"], await IdsAsync(things, Filter.Eq("number", value)));
    }

    [Fact]
    public async Task Moments_are_kept_to_the_microsecond_and_in_UTC()
    {
        IVectorCollection things = await AllKindsAsync();
        DateTimeOffset[] moments = [Moment, DateTimeOffset.UnixEpoch, new(1901, 2, 3, 4, 5, 6, TimeSpan.Zero), new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero)];
        for (int i = 0; i < moments.Length; i++)
            await things.UpsertAsync(Record($"{i}", "time", moments[i].AddTicks(7)));
        for (int i = 0; i < moments.Length; i++)
        {
            DateTimeOffset read = (await things.GetAsync($"{i}"))!.Payload["time"].Time;
            Assert.Equal(moments[i], read);
            Assert.Equal(TimeSpan.Zero, read.Offset);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("ação 🎬")]
    [InlineData("Word")]
    [InlineData(" word ")]
    public async Task A_string_is_kept_as_it_is(string text)
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync([Record("a", "keyword", text), Record("b", "keyword", "word"), Record("c", "keywords", new[] { text, "z", text })]);
        Assert.Equal(text, (await things.GetAsync("a"))!.Payload["keyword"].Keyword);
        Assert.Equal(["a"], await IdsAsync(things, Filter.Eq("keyword", text)));
        Assert.Equal([text, "z", text], (await things.GetAsync("c"))!.Payload["keywords"].Keywords);
        Assert.Equal(["c"], await IdsAsync(things, Filter.Eq("keywords", text)));
    }

    [Fact]
    public async Task An_empty_list_is_a_value()
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync(Record("a", "keywords", Array.Empty<string>()));
        Assert.Empty((await things.GetAsync("a"))!.Payload["keywords"].Keywords);
        Assert.Equal(["a"], await IdsAsync(things, Filter.Exists("keywords")));
    }

    [Fact]
    public async Task A_string_of_65535_bytes_is_accepted_and_a_longer_one_refused()
    {
        IVectorCollection things = await AllKindsAsync();
        await things.UpsertAsync(Record("a", "keyword", new string('x', 65_535)));
        await RefusesAsync("payload.keyword", () => things.UpsertAsync(Record("b", "keyword", new string('x', 65_536))).AsTask());
        await RefusesAsync("payload.keywords", () => things.UpsertAsync(Record("b", "keywords", new string[1_025])).AsTask());
        await RefusesAsync("payload.keywords[1]", () => things.UpsertAsync(Record("b", "keywords", new[] { "a", null! })).AsTask());
        await RefusesAsync("payload.keywords[0]", () => things.UpsertAsync(Record("b", "keywords", new[] { "\ud800" })).AsTask());
        await RefusesAsync("payload.keyword", () => things.UpsertAsync(Record("b", "keyword", "a\0b")).AsTask());
        Assert.Equal(1, await things.CountAsync());
    }

    [Fact]
    public async Task Statistics_count_records_and_their_vectors()
    {
        IVectorCollection things = await AllKindsAsync();
        Assert.Equal(0, (await things.StatisticsAsync()).Records);
        await things.UpsertAsync([Full("a"), Full("b"), Record("c", 1, 2), new VectorRecord("d")]);
        await things.DeleteAsync(["b"]);
        CollectionStatistics statistics = await things.StatisticsAsync();
        Assert.Equal(3, statistics.Records);
        Assert.Equal(2, statistics.Vectors["v"]);
        Assert.Equal(1, statistics.Vectors["w"]);
        Assert.True(statistics.Bytes > 0);
    }

    private static Dictionary<string, PayloadValue> Values { get; } = new(StringComparer.Ordinal)
    {
        ["text"] = "text",
        ["list"] = new[] { "a", "b" },
        ["number"] = 1.5,
        ["whole number"] = 3.0,
        ["NaN"] = double.NaN,
        ["infinity"] = double.PositiveInfinity,
        ["integer"] = 3,
        ["large integer"] = (1L << 53) + 1,
        ["boolean"] = true,
        ["moment"] = Moment,
        ["moment text"] = "2025-01-31T12:00:00Z",
        ["moment without offset"] = "2025-01-31T12:00:00",
        ["date"] = "2025-01-31",
    };

    private static Dictionary<string, PayloadValue> Patch(params (string Field, PayloadValue Value)[] changes) =>
        changes.ToDictionary(c => c.Field, c => c.Value, StringComparer.Ordinal);

    private async Task<IVectorCollection> AllKindsAsync() => await CollectionAsync(s => s
        .Dense("v", 2, Metric.Dot).Dense("w", 3, Metric.Dot)
        .Keyword("keyword").Keywords("keywords").Number("number").Integer("integer").Boolean("boolean").Time("time"));

    private static VectorRecord Full(string id) => new(id)
    {
        Vectors = { ["v"] = new float[] { 1, 2 }, ["w"] = new float[] { 3, 4, 5 } },
        Payload =
        {
            ["keyword"] = "word",
            ["keywords"] = new[] { "b", "a", "b" },
            ["number"] = 0.5,
            ["integer"] = 42,
            ["boolean"] = false,
            ["time"] = Moment,
        },
    };
}
