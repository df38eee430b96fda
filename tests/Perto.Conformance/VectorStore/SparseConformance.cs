using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Sparse vectors compared by their inner product.</summary>
public abstract class SparseConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    [Fact]
    public async Task The_score_is_the_inner_product_of_shared_dimensions()
    {
        IVectorCollection things = await SparseAsync();
        await things.UpsertAsync(Terms("a", (3, 2), (7, 0.5f), (4_000_000_000, 1)));
        SearchHit hit = Assert.Single((await things.SearchAsync(Query((3, 1.5f), (4_000_000_000, 4), (5, 100)))).Hits);
        Assert.Equal(7f, hit.Score, 1e-5f);
        Assert.Equal(-7f, hit.Distance, 1e-5f);
    }

    [Fact]
    public async Task A_record_that_shares_no_dimension_is_no_hit()
    {
        IVectorCollection things = await SparseAsync();
        await things.UpsertAsync([Terms("shares", (1, 1)), Terms("cancels", (1, 1), (2, -1)), Terms("apart", (3, 1)), new VectorRecord("bare")]);
        Assert.Equal(["shares", "cancels"], Ids(await things.SearchAsync(Query((1, 1), (2, 1)))));
        Assert.Empty((await things.SearchAsync(Query((9, 1)))).Hits);
    }

    [Fact]
    public async Task Negative_products_are_hits_and_come_last()
    {
        IVectorCollection things = await SparseAsync();
        await things.UpsertAsync([Terms("down", (1, -2)), Terms("up", (1, 2)), Terms("little", (1, 0.1f)), Terms("far down", (1, -9), (2, 1))]);
        Assert.Equal(["up", "little", "down", "far down"], Ids(await things.SearchAsync(Query((1, 1)))));
        Assert.Equal(["far down", "down", "little", "up"], Ids(await things.SearchAsync(Query((1, -1)))));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(10, 30)]
    [InlineData(100, 8)]
    [InlineData(1_000, 60)]
    public async Task A_search_equals_the_obvious_one(int k, int terms)
    {
        IVectorCollection things = await SparseAsync();
        Random random = Seeds.Random();
        Dictionary<string, Dictionary<uint, float>> model = [];
        for (int i = 0; i < 3_000; i++)
            model[$"{i:0000}"] = Entries(random, 1 + random.Next(40), signed: true);
        await things.UpsertAsync([.. model.Select((m, i) => Terms(m.Key, m.Value, i % 10))]);
        for (int q = 0; q < 10; q++)
        {
            Dictionary<uint, float> query = Entries(random, terms, signed: q % 2 == 0);
            Filter? filter = (q % 3) switch { 0 => null, 1 => Filter.Eq("n", 3), _ => Filter.Lt("n", 6) };
            (string Id, double Score)[] expected =
            [
                .. model.Where((m, i) => (q % 3) switch { 0 => true, 1 => i % 10 == 3, _ => i % 10 < 6 })
                    .Where(m => m.Value.Keys.Any(query.ContainsKey))
                    .Select(m => (m.Key, Score: m.Value.Sum(e => (double)e.Value * query.GetValueOrDefault(e.Key))))
                    .OrderByDescending(m => m.Score).ThenBy(m => m.Key, StringComparer.Ordinal).Take(k),
            ];
            SearchResult found = await things.SearchAsync(new VectorQuery("s", Vector(query)) { K = k, Filter = filter });
            Assert.Equal(expected.Length, found.Hits.Count);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i].Score, found.Hits[i].Score, 1e-4);
                Assert.Equal(model[found.Hits[i].Id].Sum(e => (double)e.Value * query.GetValueOrDefault(e.Key)), found.Hits[i].Score, 1e-4);
            }
            Assert.Equal(expected.Length, found.Hits.Select(hit => hit.Id).Distinct().Count());
        }
    }

    [Fact]
    public async Task A_sparse_vector_is_read_back_in_the_order_of_its_dimensions()
    {
        IVectorCollection things = await SparseAsync();
        await things.UpsertAsync(new VectorRecord("a") { Vectors = { ["s"] = new SparseVector([9, uint.MaxValue, 0], [1.5f, -2, 0.25f]) } });
        SparseVector read = (await things.GetAsync("a"))!.Vectors["s"].Sparse;
        Assert.Equal([0u, 9u, uint.MaxValue], read.Dimensions.ToArray());
        Assert.Equal([0.25f, 1.5f, -2f], read.Values.ToArray());
        SearchHit hit = (await things.SearchAsync(new VectorQuery("s", read) { IncludeVectors = true })).Hits[0];
        Assert.Equal(read, hit.Vectors["s"].Sparse);
    }

    [Fact]
    public async Task A_vector_of_65536_entries_is_kept()
    {
        IVectorCollection things = await SparseAsync();
        uint[] dimensions = [.. Enumerable.Range(0, SparseVector.MaxEntries).Select(i => (uint)i * 3)];
        await things.UpsertAsync(new VectorRecord("a") { Vectors = { ["s"] = new SparseVector(dimensions, [.. dimensions.Select(_ => 1f)]) } });
        Assert.Equal(2f, (await things.SearchAsync(Query((3 * 65_535, 1), (0, 1), (1, 5)))).Hits[0].Score);
        Assert.Equal(SparseVector.MaxEntries, (await things.GetAsync("a"))!.Vectors["s"].Sparse.Count);
    }

    [Fact]
    public async Task A_changed_vector_is_found_by_its_new_dimensions_only()
    {
        IVectorCollection things = await SparseAsync();
        await things.UpsertAsync([Terms("a", (1, 1)), Terms("b", (1, 2))]);
        await things.UpsertAsync(Terms("a", (2, 1)));
        Assert.Equal(["b"], Ids(await things.SearchAsync(Query((1, 1)))));
        Assert.Equal(["a"], Ids(await things.SearchAsync(Query((2, 1)))));
        await things.UpdateAsync("b", new VectorPatch { Vectors = { ["s"] = null } });
        Assert.Empty((await things.SearchAsync(Query((1, 1)))).Hits);
        await things.DeleteAsync(["a"]);
        Assert.Empty((await things.SearchAsync(Query((2, 1)))).Hits);
    }

    [Theory]
    [InlineData(2f, "a b")]
    [InlineData(2.5f, "a")]
    [InlineData(-5f, "a b c")]
    public async Task A_minimum_score_leaves_out_what_scores_lower(float minimum, string expected)
    {
        IVectorCollection things = await SparseAsync();
        await things.UpsertAsync([Terms("a", (1, 3)), Terms("b", (1, 2)), Terms("c", (1, -1)), Terms("d", (1, -6))]);
        SearchResult found = await things.SearchAsync(new VectorQuery("s", new SparseVector([1], [1])) { MinimumScore = minimum });
        Assert.Equal(expected.Split(' '), Ids(found));
    }

    [Fact]
    public async Task Equal_scores_come_in_id_order()
    {
        IVectorCollection things = await SparseAsync();
        await things.UpsertAsync([Terms("c", (1, 1)), Terms("a", (2, 1)), Terms("\U00010000", (1, 1)), Terms("\uFFFD", (2, 1)), Terms("b", (1, 1))]);
        Assert.Equal(["a", "b", "c", "\uFFFD"], Ids(await things.SearchAsync(new VectorQuery("s", new SparseVector([1, 2], [1, 1])) { K = 4 })));
    }

    [Fact]
    public async Task What_does_not_fit_the_field_is_refused()
    {
        IVectorCollection things = await SparseAsync();
        VectorStoreException refusal = await RefusesAsync(
            "vectors.s", () => things.UpsertAsync(new VectorRecord("a") { Vectors = { ["s"] = new float[] { 1 } } }).AsTask());
        Assert.Equal("vectors.s must be a sparse vector, the kind of 's'; got 'a dense vector'", refusal.Message);
        await RefusesAsync("vectors.s", () => things.UpsertAsync(new VectorRecord("a") { Vectors = { ["s"] = new BitVector(new byte[8]) } }).AsTask());
        await RefusesAsync("vectors.v", () => things.UpsertAsync(new VectorRecord("a") { Vectors = { ["v"] = new SparseVector([0, 1], [1, 1]) } }).AsTask());
        await RefusesAsync("value", () => things.SearchAsync(new VectorQuery("s", new float[] { 1, 2 })).AsTask());
        await RefusesAsync("queries[1].value", () => things.SearchAsync([Query((1, 1)), new VectorQuery("v", new SparseVector([1], [1]))]).AsTask());
        Assert.Equal(0, await things.CountAsync());
    }

    private async Task<IVectorCollection> SparseAsync()
    {
        return await CollectionAsync(s => s.Sparse("s", Metric.Dot).Dense("v", 2, Metric.Dot).Integer("n"));
    }

    private static VectorRecord Terms(string id, params (uint Dimension, float Value)[] terms) =>
        new(id) { Vectors = { ["s"] = Vector(terms.ToDictionary(t => t.Dimension, t => t.Value)) } };

    private static VectorRecord Terms(string id, Dictionary<uint, float> terms, int n) =>
        new(id) { Vectors = { ["s"] = Vector(terms) }, Payload = { ["n"] = n } };

    private static VectorQuery Query(params (uint Dimension, float Value)[] terms) =>
        new("s", Vector(terms.ToDictionary(t => t.Dimension, t => t.Value)));

    private static SparseVector Vector(Dictionary<uint, float> terms) => new([.. terms.Keys], [.. terms.Values]);

    // Few dimensions are in many records and many in few, as words are.
    private static Dictionary<uint, float> Entries(Random random, int count, bool signed)
    {
        Dictionary<uint, float> entries = [];
        while (entries.Count < count)
            entries[(uint)(500 * Math.Pow(random.NextDouble(), 3)) * 7_919] = random.NextSingle() - (signed ? 0.3f : 0);
        return entries;
    }
}
