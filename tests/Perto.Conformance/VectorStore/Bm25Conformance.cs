using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Relevance by BM25, whose statistics are those of the collection as it is now.</summary>
public abstract class Bm25Conformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    [Fact]
    public async Task Scores_of_a_small_collection_by_hand()
    {
        // Lengths 3, 5 and 4, mean 4. Term 1 is in two of three records, term 2 in one.
        IVectorCollection texts = await TextsAsync();
        await texts.UpsertAsync([Text("a", (1, 1), (9, 2)), Text("b", (1, 3), (2, 2)), Text("c", (8, 4))]);
        SearchResult found = await texts.SearchAsync(Words(1, 2));
        Assert.Equal(["b", "a"], Ids(found));

        // idf(1) = ln(1 + 1.5 / 2.5) = 0.4700036, idf(2) = ln(1 + 2.5 / 1.5) = 0.9808293.
        // b: length norm 1.2 * (0.25 + 0.75 * 5 / 4) = 1.425; 0.4700036 * 3 * 2.2 / 4.425 + 0.9808293 * 2 * 2.2 / 3.425.
        Assert.Equal(1.9610658f, found.Hits[0].Score, 1e-5f);
        // a: norm 1.2 * (0.25 + 0.75 * 3 / 4) = 0.975; 0.4700036 * 2.2 / 1.975.
        Assert.Equal(0.5235483f, found.Hits[1].Score, 1e-5f);
        Assert.Equal(-found.Hits[0].Score, found.Hits[0].Distance);
    }

    [Fact]
    public async Task A_term_that_every_record_has_still_counts()
    {
        IVectorCollection texts = await TextsAsync();
        await texts.UpsertAsync([Text("once", (1, 1)), Text("twice", (1, 2))]);
        SearchResult found = await texts.SearchAsync(Words(1));
        Assert.Equal(["twice", "once"], Ids(found));
        Assert.All(found.Hits, hit => Assert.True(hit.Score > 0));
    }

    [Fact]
    public async Task Of_equal_counts_the_shorter_text_is_better()
    {
        IVectorCollection texts = await TextsAsync();
        await texts.UpsertAsync([Text("long", (1, 1), (2, 9)), Text("short", (1, 1), (2, 1))]);
        Assert.Equal(["short", "long"], Ids(await texts.SearchAsync(Words(1))));
    }

    [Fact]
    public async Task Weights_of_the_query_multiply()
    {
        IVectorCollection texts = await TextsAsync();
        await texts.UpsertAsync([Text("a", (1, 1)), Text("b", (2, 1)), Text("c", (3, 1))]);
        float plain = (await texts.SearchAsync(Words(1))).Hits[0].Score;
        SearchResult weighted = await texts.SearchAsync(new VectorQuery("t", new SparseVector([1, 2], [0.5f, 3])));
        Assert.Equal(["b", "a"], Ids(weighted));
        Assert.Equal(3 * plain, weighted.Hits[0].Score, 1e-5f);
        Assert.Equal(plain / 2, weighted.Hits[1].Score, 1e-5f);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("deleted by filter")]
    [InlineData("replaced")]
    [InlineData("without its vector")]
    [InlineData("patched")]
    public async Task Statistics_are_those_of_what_is_left(string how)
    {
        Requires(VectorStoreCapabilities.NamedVectors);
        IVectorCollection texts = await TextsAsync();
        (uint, float)[][] kept = [[(1, 1), (9, 2)], [(1, 3), (2, 2)], [(8, 4)]];
        await texts.UpsertAsync([.. kept.Select((text, i) => Text($"kept-{i}", text))]);
        await texts.UpsertAsync([.. Enumerable.Range(0, 50).Select(i => Text($"gone-{i:00}", (1, 7), (2, 1), ((uint)i + 100, 30)))]);
        string[] gone = [.. Enumerable.Range(0, 50).Select(i => $"gone-{i:00}")];
        switch (how)
        {
            case "deleted":
                await texts.DeleteAsync(gone);
                break;
            case "deleted by filter":
                await texts.DeleteAsync(Filter.Gt("length", 20));
                break;
            case "replaced":
            case "without its vector":
                await texts.UpsertAsync([.. gone.Select(id => new VectorRecord(id))]);
                break;
            default:
                foreach (string id in gone)
                    await texts.UpdateAsync(id, new VectorPatch { Vectors = { ["t"] = null } });
                break;
        }
        SearchResult found = await texts.SearchAsync(Words(1, 2));
        Assert.Equal(["kept-1", "kept-0"], Ids(found));
        Assert.Equal(1.9610658f, found.Hits[0].Score, 1e-5f);
        Assert.Equal(0.5235483f, found.Hits[1].Score, 1e-5f);
    }

    [Fact]
    public async Task A_filter_does_not_change_the_statistics()
    {
        IVectorCollection texts = await TextsAsync();
        await texts.UpsertAsync([Text("a", (1, 1), (9, 2)), Text("b", (1, 3), (2, 2)), Text("c", (8, 4))]);
        SearchResult found = await texts.SearchAsync(new VectorQuery("t", new SparseVector([1, 2], [1, 1])) { Filter = Filter.Lt("length", 4) });
        Assert.Equal(["a"], Ids(found));
        Assert.Equal(0.5235483f, found.Hits[0].Score, 1e-5f);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 10)]
    [InlineData(4, 10)]
    [InlineData(30, 100)]
    [InlineData(4, 5_000)]
    public async Task A_search_equals_the_obvious_one_through_writes_and_deletes(int terms, int k)
    {
        IVectorCollection texts = await TextsAsync();
        Random random = Seeds.Random();
        Dictionary<string, Dictionary<uint, float>> model = [];
        for (int round = 0; round < 4; round++)
        {
            List<VectorRecord> batch = [];
            for (int i = 0; i < 800; i++)
            {
                string id = $"{random.Next(2_000):0000}";
                Dictionary<uint, float> counts = [];
                for (int word = 5 + random.Next(40); word > 0; word--)
                    counts[Term(random)] = counts.GetValueOrDefault(Term(random)) + 1;
                model[id] = counts;
                batch.Add(Text(id, [.. counts.Select(c => (c.Key, c.Value))]));
            }
            await texts.UpsertAsync(batch);
            string[] deleted = [.. model.Keys.Where(_ => random.Next(10) == 0)];
            await texts.DeleteAsync(deleted);
            Array.ForEach(deleted, id => model.Remove(id));

            for (int q = 0; q < 4; q++)
            {
                HashSet<uint> query = [];
                while (query.Count < terms)
                    query.Add(Term(random));
                Dictionary<string, double> scores = Relevance.Of(Metric.Bm25, query.ToDictionary(term => term, _ => 1f), model);
                SearchResult found = await texts.SearchAsync(new VectorQuery("t", new SparseVector([.. query], [.. query.Select(_ => 1f)])) { K = k });
                double[] expected = [.. scores.Values.OrderDescending().Take(k)];
                Assert.Equal(expected.Length, found.Hits.Count);
                for (int i = 0; i < expected.Length; i++)
                {
                    Assert.Equal(expected[i], found.Hits[i].Score, 1e-4);
                    Assert.Equal(scores[found.Hits[i].Id], found.Hits[i].Score, 1e-4);
                }
            }
        }
    }

    [Fact]
    public async Task A_minimum_score_leaves_out_what_scores_lower()
    {
        IVectorCollection texts = await TextsAsync();
        await texts.UpsertAsync([Text("a", (1, 1), (9, 2)), Text("b", (1, 3), (2, 2)), Text("c", (8, 4))]);
        Assert.Equal(["b"], Ids(await texts.SearchAsync(new VectorQuery("t", new SparseVector([1, 2], [1, 1])) { MinimumScore = 1 })));
        Assert.Empty((await texts.SearchAsync(new VectorQuery("t", new SparseVector([1, 2], [1, 1])) { MinimumScore = 2 })).Hits);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    public async Task Numbers_of_terms_and_weights_are_greater_than_0(float value)
    {
        IVectorCollection texts = await TextsAsync();
        VectorStoreException refusal = await RefusesAsync("vectors.t.values[1]", () => texts.UpsertAsync(Text("a", (1, 1), (2, value))).AsTask());
        Assert.Contains("greater than 0, as the metric is Bm25", refusal.Message, StringComparison.Ordinal);
        await RefusesAsync("value.values[0]", () => texts.SearchAsync(new VectorQuery("t", new SparseVector([1], [value]))).AsTask());
    }

    private async Task<IVectorCollection> TextsAsync()
    {
        return await CollectionAsync(s => s.Sparse("t").Number("length"));
    }

    private static uint Term(Random random) => (uint)(400 * Math.Pow(random.NextDouble(), 2));

    private static VectorRecord Text(string id, params (uint Term, float Count)[] counts) => new(id)
    {
        Vectors = { ["t"] = new SparseVector([.. counts.Select(c => c.Term)], [.. counts.Select(c => c.Count)]) },
        Payload = { ["length"] = (double)counts.Sum(c => c.Count) },
    };

    private static VectorQuery Words(params uint[] terms) => new("t", new SparseVector(terms, [.. terms.Select(_ => 1f)]));
}
