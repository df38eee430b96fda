using System.Numerics;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Vectors of bits, compared by how many differ.</summary>
public abstract class BitsConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    [Theory]
    [InlineData(0b0000_0000, 0b0000_0000, 0)]
    [InlineData(0b0000_0001, 0b0000_0000, 1)]
    [InlineData(0b1000_0000, 0b0000_0001, 2)]
    [InlineData(0b1010_1010, 0b0101_0101, 8)]
    [InlineData(0b1111_0000, 0b1010_0000, 2)]
    public async Task The_distance_is_how_many_bits_differ(byte stored, byte query, int differ)
    {
        IVectorCollection things = await BitsAsync(8);
        await things.UpsertAsync(Code("a", stored));
        SearchHit hit = Assert.Single((await things.SearchAsync(new VectorQuery("b", new BitVector(new[] { query })))).Hits);
        Assert.Equal(differ, hit.Distance);
        Assert.Equal(1f / (1 + differ), hit.Score, 1e-6f);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(64)]
    [InlineData(72)]
    [InlineData(256)]
    [InlineData(1_000)]
    [InlineData(4_096)]
    [InlineData(65_536)]
    public async Task A_search_equals_the_obvious_one(int dimension)
    {
        IVectorCollection things = await BitsAsync(dimension);
        Random random = Seeds.Random();
        Dictionary<string, byte[]> codes = Enumerable.Range(0, dimension > 10_000 ? 60 : 1_500).ToDictionary(i => $"{i:0000}", _ => Bytes(random, dimension));
        await things.UpsertAsync([.. codes.Select(code => Code(code.Key, code.Value))]);
        for (int q = 0; q < 10; q++)
        {
            byte[] query = Bytes(random, dimension);
            (string Id, int Differ)[] expected =
                [.. codes.Select(c => (c.Key, Differ(query, c.Value))).OrderBy(c => c.Item2).ThenBy(c => c.Key, StringComparer.Ordinal).Take(20)];
            SearchResult found = await things.SearchAsync(new VectorQuery("b", new BitVector(query)) { K = 20, Exact = true });
            Assert.Equal(expected, found.Hits.Select(hit => (hit.Id, (int)hit.Distance)));
        }
    }

    [Fact]
    public async Task Bits_are_read_back_as_they_were_written()
    {
        IVectorCollection things = await BitsAsync(72);
        byte[] bytes = Bytes(Seeds.Random(), 72);
        await things.UpsertAsync(Code("a", bytes));
        VectorValue read = (await things.GetAsync("a"))!.Vectors["b"];
        Assert.Equal(VectorKind.Bits, read.Kind);
        Assert.Equal(bytes, read.Bits.ToArray());
        SearchHit hit = (await things.SearchAsync(new VectorQuery("b", new BitVector(bytes)) { IncludeVectors = true })).Hits[0];
        Assert.Equal(bytes, hit.Vectors["b"].Bits.ToArray());
        Assert.Equal(bytes, (await things.ScrollAsync(new ScrollQuery { IncludeVectors = true })).Records[0].Vectors["b"].Bits.ToArray());
    }

    [Fact]
    public async Task What_the_caller_changes_after_writing_does_not_change_the_record()
    {
        IVectorCollection things = await BitsAsync(8);
        byte[] bytes = [5];
        await things.UpsertAsync(Code("a", bytes));
        bytes[0] = 255;
        Assert.Equal(5, (await things.GetAsync("a"))!.Vectors["b"].Bits.Span[0]);
    }

    [Theory]
    [InlineData(1f, "same")]
    [InlineData(0.5f, "one same")]
    [InlineData(0.33f, "one same two")]
    [InlineData(0f, "eight one same two")]
    public async Task A_minimum_score_leaves_out_what_scores_lower(float minimum, string expected)
    {
        IVectorCollection things = await BitsAsync(8);
        await things.UpsertAsync([Code("same", 0), Code("one", 1), Code("two", 3), Code("eight", 255)]);
        SearchResult found = await things.SearchAsync(new VectorQuery("b", new BitVector(new byte[1])) { MinimumScore = minimum });
        Assert.Equal(expected.Split(' '), Ids(found).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Equal_distances_come_in_id_order()
    {
        IVectorCollection things = await BitsAsync(16);
        await things.UpsertAsync([Code("c", 1, 0), Code("a", 0, 128), Code("\U00010000", 2, 0), Code("\uFFFD", 4, 0), Code("b", 0, 1)]);
        Assert.Equal(["a", "b", "c", "\uFFFD"], Ids(await things.SearchAsync(new VectorQuery("b", new BitVector(new byte[2])) { K = 4 })));
    }

    [Fact]
    public async Task Bits_are_searched_with_filters_in_batches_and_after_changes()
    {
        IVectorCollection things = await BitsAsync(64);
        Random random = Seeds.Random();
        Dictionary<string, (byte[] Code, int N)> model = [];
        for (int i = 0; i < 2_000; i++)
            model[$"{i:0000}"] = (Bytes(random, 64), i % 10);
        await things.UpsertAsync([.. model.Select(m => Code(m.Key, m.Value.Code, m.Value.N))]);
        foreach (string[] ids in model.Keys.Where((_, i) => i % 3 == 0).ToArray().Chunk(100))
        {
            Array.ForEach(ids, id => model[id] = (Bytes(random, 64), 1));
            await things.UpsertAsync([.. ids.Select(id => Code(id, model[id].Code, 1))]);
        }
        string[] deleted = [.. model.Keys.Where((_, i) => i % 7 == 0)];
        await things.DeleteAsync(deleted);
        Array.ForEach(deleted, id => model.Remove(id));

        VectorQuery[] queries = [.. Enumerable.Range(0, 9).Select(i => new VectorQuery("b", new BitVector(Bytes(random, 64)))
        {
            K = 1 + (5 * i),
            Filter = (i % 3) switch { 0 => null, 1 => Filter.Eq("n", 1), _ => Filter.Gt("n", 7) },
        })];
        IReadOnlyList<SearchResult> batch = await things.SearchAsync(queries);
        for (int i = 0; i < queries.Length; i++)
        {
            byte[] query = queries[i].Value.Bits.ToArray();
            (string, int)[] expected =
            [
                .. model.Where(m => i % 3 == 0 || (i % 3 == 1 ? m.Value.N == 1 : m.Value.N > 7))
                    .Select(m => (m.Key, Differ: Differ(query, m.Value.Code)))
                    .OrderBy(m => m.Differ).ThenBy(m => m.Key, StringComparer.Ordinal).Take(queries[i].K),
            ];
            Assert.Equal(expected, batch[i].Hits.Select(hit => (hit.Id, (int)hit.Distance)));
        }
    }

    [Fact]
    public async Task What_does_not_fit_the_field_is_refused()
    {
        IVectorCollection things = await BitsAsync(16);
        VectorStoreException refusal = await RefusesAsync("vectors.b", () => things.UpsertAsync(Code("a", 1)).AsTask());
        Assert.Equal("vectors.b must be 16 bits, the dimension of 'b'; got '8 bits'", refusal.Message);
        await RefusesAsync("vectors.b", () => things.UpsertAsync(Code("a", 1, 2, 3)).AsTask());
        await RefusesAsync("vectors.b", () => things.UpsertAsync(new VectorRecord("a") { Vectors = { ["b"] = new float[16] } }).AsTask());
        await RefusesAsync("value", () => things.SearchAsync(new VectorQuery("b", new float[16])).AsTask());
        await RefusesAsync("value", () => things.SearchAsync(new VectorQuery("b", new BitVector(new byte[1]))).AsTask());
        await RefusesAsync(
            "records[1].vectors.b", () => things.UpsertAsync([Code("a", 1, 2), new VectorRecord("b") { Vectors = { ["b"] = new BitVector(default) } }]).AsTask());
        Assert.Equal(0, await things.CountAsync());
    }

    private async Task<IVectorCollection> BitsAsync(int dimension)
    {
        return await CollectionAsync(s => s.Bits("b", dimension).Integer("n"));
    }

    private static VectorRecord Code(string id, params byte[] bytes) => new(id) { Vectors = { ["b"] = new BitVector(bytes) } };

    private static VectorRecord Code(string id, byte[] bytes, int n) =>
        new(id) { Vectors = { ["b"] = new BitVector(bytes) }, Payload = { ["n"] = n } };

    private static byte[] Bytes(Random random, int dimension)
    {
        byte[] bytes = new byte[dimension / 8];
        random.NextBytes(bytes);
        return bytes;
    }

    private static int Differ(byte[] a, byte[] b) => a.Zip(b, (x, y) => BitOperations.PopCount((uint)(x ^ y))).Sum();
}
