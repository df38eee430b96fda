using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>At most so many hits for each value of a payload field.</summary>
public abstract class GroupConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    [Theory]
    [InlineData("word", 1, 10, "9 8 7")]
    [InlineData("word", 2, 10, "9 8 7 6 5 4")]
    [InlineData("word", 2, 5, "9 8 7 6 5")]
    [InlineData("word", 100, 10, "9 8 7 6 5 4 3 2 1")]
    [InlineData("n", 1, 10, "9 7 4")]
    [InlineData("n", 2, 10, "9 8 7 6 4 3")]
    [InlineData("flag", 1, 10, "9 4")]
    [InlineData("flag", 3, 10, "9 8 7 4 3 2")]
    [InlineData("flag", 3, 1, "9")]
    public async Task The_best_of_each_value_are_hits(string field, int size, int k, string expected)
    {
        IVectorCollection things = await ThingsAsync();
        SearchResult found = await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = k, Group = new GroupBy(field, size) });
        Assert.Equal(expected.Split(' '), Ids(found));
    }

    [Fact]
    public async Task A_record_without_the_field_is_in_no_group()
    {
        IVectorCollection things = await ThingsAsync();
        SearchResult found = await things.SearchAsync(new VectorQuery("v", new float[] { -1, 0 }) { K = 1, Group = new GroupBy("word") });
        Assert.Equal(["1"], Ids(found));
    }

    [Fact]
    public async Task Filter_and_minimum_score_hold_for_groups()
    {
        IVectorCollection things = await ThingsAsync();
        Assert.Equal(["7", "6", "2"], Ids(await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 })
        {
            Filter = Filter.Lt("rank", 8) & Filter.Ne("rank", 5),
            Group = new GroupBy("word"),
        })));
        Assert.Equal(["9", "8"], Ids(await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { MinimumScore = 7.5f, Group = new GroupBy("word") })));
    }

    [Fact]
    public async Task A_group_deep_down_is_found()
    {
        // 5,000 of the best are of one group; the others stand behind them.
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Keyword("word"));
        await things.UpsertAsync(
        [
            .. Enumerable.Range(0, 5_000).Select(i => Word($"{i:0000}", 10_000 - i, "crowd")),
            Word("deep", 3, "rare"), Word("deeper", 2, "rarer"), Word("deepest", 1, "crowd"),
        ]);
        Assert.Equal(["0000", "deep", "deeper"], Ids(await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { Group = new GroupBy("word") })));
        Assert.Equal(["0000", "0001", "deep"], Ids(await things.SearchAsync(
            new VectorQuery("v", new float[] { 1, 0 }) { K = 3, Group = new GroupBy("word", 2) })));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public async Task Groups_equal_those_of_all_hits_one_by_one(int size)
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 8, Metric.Euclidean).Integer("n"));
        Random random = Seeds.Random();
        await things.UpsertAsync([.. Enumerable.Range(0, 2_000).Select(i => new VectorRecord($"{i:0000}")
        {
            Vectors = { ["v"] = RandomVector(random, 8) },
            Payload = { ["n"] = i % 11 == 0 ? PayloadValue.None : (int)(30 * Math.Pow(random.NextDouble(), 3)) },
        })]);
        for (int k = 1; k <= 81; k += 16)
        {
            float[] query = RandomVector(random, 8);
            SearchResult all = await things.SearchAsync(new VectorQuery("v", query) { K = 2_000, Exact = true });
            Dictionary<PayloadValue, int> taken = [];
            List<string> expected = [];
            foreach (SearchHit hit in all.Hits)
            {
                if (!hit.Payload.TryGetValue("n", out PayloadValue n) || taken.GetValueOrDefault(n) == size || expected.Count == k)
                    continue;
                taken[n] = taken.GetValueOrDefault(n) + 1;
                expected.Add(hit.Id);
            }
            SearchResult found = await things.SearchAsync(new VectorQuery("v", query) { K = k, Exact = true, Group = new GroupBy("n", size) });
            Assert.Equal(expected, Ids(found));
        }
    }

    [Fact]
    public async Task A_batch_groups_those_queries_that_ask_for_it()
    {
        IVectorCollection things = await ThingsAsync();
        IReadOnlyList<SearchResult> found = await things.SearchAsync(
        [
            new VectorQuery("v", new float[] { 1, 0 }) { K = 4 },
            new VectorQuery("v", new float[] { 1, 0 }) { K = 4, Group = new GroupBy("word") },
            new VectorQuery("v", new float[] { -1, 0 }) { K = 2, Group = new GroupBy("flag", 1) },
        ]);
        Assert.Equal(["none", "9", "8", "7"], Ids(found[0]));
        Assert.Equal(["9", "8", "7"], Ids(found[1]));
        Assert.Equal(["1", "5"], Ids(found[2]));
    }

    [Theory]
    [InlineData("nothing", 1, "group.field")]
    [InlineData("words", 1, "group.field")]
    [InlineData("number", 1, "group.field")]
    [InlineData("time", 1, "group.field")]
    [InlineData("v", 1, "group.field")]
    [InlineData("word", 0, "group.size")]
    [InlineData("word", -1, "group.size")]
    [InlineData("word", 10_001, "group.size")]
    public async Task A_group_that_does_not_fit_is_refused(string field, int size, string fault)
    {
        IVectorCollection things = await ThingsAsync();
        VectorQuery bad = new("v", new float[] { 1, 0 }) { Group = new GroupBy(field, size) };
        await RefusesAsync(fault, () => things.SearchAsync(bad).AsTask());
        await RefusesAsync($"queries[1].{fault}", () => things.SearchAsync([Query(1, 0), bad]).AsTask());
    }

    private static VectorRecord Word(string id, int rank, string word) =>
        new(id) { Vectors = { ["v"] = new float[] { rank, 0 } }, Payload = { ["word"] = word } };

    // 9 is best of a, 8 of b, 7 of c, 6 of a again; none is better than all and has no payload.
    private async Task<IVectorCollection> ThingsAsync()
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot)
            .Keyword("word").Integer("n").Boolean("flag").Integer("rank").Keywords("words").Number("number").Time("time"));
        await things.UpsertAsync(
        [
            .. Enumerable.Range(1, 9).Select(i => new VectorRecord($"{i}")
            {
                Vectors = { ["v"] = new float[] { i, 0 } },
                Payload = { ["word"] = "abc".Substring((9 - i) % 3, 1), ["n"] = i > 7 ? 2 : i > 4 ? 1 : 0, ["flag"] = i > 4, ["rank"] = i },
            }),
            Record("none", 99, 0),
        ]);
        return things;
    }
}
