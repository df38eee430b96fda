using Perto.Language;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Recommendations.Tests;

public sealed class RetrievalEvaluationTests
{
    private static readonly JudgedCollection Collection = JudgedCollection.Of(
        [new("d1", "the cat sat on the mat"), new("d2", "dogs chase cats"), new("d3", "bread and butter"), new("d4", "the butter cat")],
        [new("a", "cats"), new("b", "bread butter")],
        [new("a", "d1", 2, 1), new("a", "d2", 1, 2), new("b", "d3", 1, 3)],
        "qrels");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Measures_are_those_of_trec_eval()
    {
        RetrievalResult result = new RetrievalEvaluation(Collection, 10).Measure("m", [["d2", "d3", "d1"], ["d1", "d3"]], 1, Token);

        double ideal = 2 + (1 / Math.Log2(3));
        Assert.Equal(((1 + (2 / 2.0)) / ideal + (1 / Math.Log2(3))) / 2, result.Metric("ndcg").Value, 1e-12);
        Assert.Equal(1, result.Metric("recall").Value);
        Assert.Equal((((1 / 1.0) + (2 / 3.0)) / 2 + (1 / 2.0)) / 2, result.Metric("map").Value, 1e-12);
        Assert.Equal((1 + 0.5) / 2, result.Metric("mrr").Value, 1e-12);
        Assert.Equal(RetrievalEvaluation.MetricNames, result.Metrics.Select(metric => metric.Name));
        Assert.All(result.Metrics, metric => Assert.True(metric.Interval!.Value.Contains(metric.Value)));
    }

    [Fact]
    public void A_short_list_is_looked_at_to_its_k()
    {
        RetrievalResult result = new RetrievalEvaluation(Collection, 1).Measure("m", [["d3", "d1"], []], 1, Token);
        Assert.Equal((0, 0), (result.Metric("ndcg").Value, result.Metric("mrr").Value));
        Assert.Equal(0.25, result.Metric("recall").Value);
    }

    [Fact]
    public void Results_are_compared_query_by_query()
    {
        RetrievalEvaluation evaluation = new(Collection, 10);
        RetrievalResult good = evaluation.Measure("good", [["d1", "d2"], ["d3"]], 1, Token), bad = evaluation.Measure("bad", [[], []], 1, Token);
        ModelComparison compared = RetrievalEvaluation.Compare(good, bad, Token)!;
        Assert.Equal(("good", "bad", 1.0, 0.5), (compared.Model, compared.Against, compared.Difference, compared.PValue));
        Assert.Throws<ArgumentException>(() => evaluation.Measure("m", [[]], 1, Token));
    }

    [Fact]
    public void Words_are_found_by_their_posting_lists()
    {
        Bm25Search search = new(Collection.Documents, new Bm25Settings(), new Analyzer(new AnalyzerSettings()));
        Assert.Equal(["d3", "d4"], search.Find("bread butter", 10).Select(hit => hit.Id));
        Assert.Equal(["d3"], search.Find("bread butter", 1).Select(hit => hit.Id));
        Assert.Equal(["d1", "d2", "d4"], search.Find("cat", 10).Select(hit => hit.Id).Order());
        Assert.Empty(search.Find("zebra", 10));

        // What the first documents have besides the query's words is looked for too.
        RelevanceFeedback feedback = new(new RelevanceFeedbackSettings());
        Assert.Equal(["d3"], search.Find("bread", 10).Select(hit => hit.Id));
        Assert.Equal(["d3", "d4"], search.Find("bread", 10, feedback).Select(hit => hit.Id));
    }

    [Fact]
    public void Pairs_of_words_count_where_they_are_asked_for()
    {
        JudgedText[] documents = [new("apart", "butter with some bread"), new("together", "some with bread butter")];
        Analyzer analyzer = new(new AnalyzerSettings());
        IReadOnlyList<RankedId> plain = new Bm25Search(documents, new Bm25Settings(), analyzer).Find("bread butter", 2);
        Assert.Equal(plain[0].Score, plain[1].Score);
        Assert.Equal("together", new Bm25Search(documents, new Bm25Settings(), analyzer, bigramWeight: 0.5f).Find("bread butter", 2)[0].Id);
    }

    [Fact]
    public async Task Embeddings_are_compared_by_their_angle()
    {
        using BuiltinGenerator generator = new(LexicalEmbedder.Hashed());
        List<double> told = [];
        EmbeddingSearch search = await EmbeddingSearch.OverAsync(Collection.Documents, generator, new Told(told), Token);
        IReadOnlyList<IReadOnlyList<RankedId>> found = await search.FindAsync(Collection.Queries, 1, Token);
        Assert.Equal("d3", Assert.Single(found[1]).Id);
        Assert.Equal([1], told);
    }

    private sealed class Told(List<double> told) : IProgress<double>
    {
        public void Report(double value) => told.Add(value);
    }
}
