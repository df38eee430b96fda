namespace Perto.Vectors.Tests.Index;

public sealed class IndexedSearchTests(IndexedSearchTests.Fixture fixture) : IClassFixture<IndexedSearchTests.Fixture>
{
    private const int Records = 14_000;
    private const int Queries = 30;

    private readonly IndexedCollection _data = fixture.Data;

    [Fact]
    public void A_search_of_many_records_walks_the_graph_and_finds_nearly_all()
    {
        (double recall, SearchStrategy strategy) = _data.Recall(Queries, k: 10);
        Assert.Equal(SearchStrategy.Graph, strategy);
        Assert.InRange(recall, .95, 1);
    }

    [Theory]
    [InlineData(12_000, SearchStrategy.Graph)]
    [InlineData(7_000, SearchStrategy.Graph)]
    [InlineData(2_750, SearchStrategy.MatchingGraph)]
    [InlineData(1_400, SearchStrategy.Matches)]
    [InlineData(14, SearchStrategy.Matches)]
    [InlineData(3, SearchStrategy.Matches)]
    [InlineData(0, SearchStrategy.Matches)]
    public void A_filter_that_has_nothing_to_do_with_the_vectors_costs_no_recall(int passing, SearchStrategy expected)
    {
        (double recall, SearchStrategy strategy) = _data.Recall(Queries, k: 10, Filter.Lt("number", passing));
        Assert.Equal(expected, strategy);
        Assert.InRange(recall, passing == 0 ? 0 : .95, 1);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(10)]
    [InlineData(7)]
    [InlineData(1)]
    public void A_filter_that_leaves_only_clusters_far_from_the_query_costs_no_recall(int clusters)
    {
        // Cluster 39 is asked for and never passes.
        (double recall, _) = _data.Recall(Queries, k: 10, Filter.Lt("cluster", clusters), cluster: 39);
        Assert.InRange(recall, .95, 1);
    }

    [Fact]
    public void A_filter_that_leaves_the_clusters_around_the_query_costs_no_recall()
    {
        (double recall, _) = _data.Recall(Queries, k: 10, Filter.Eq("cluster", 3), cluster: 3);
        Assert.InRange(recall, .95, 1);
    }

    [Fact]
    public void So_many_hits_as_match_come_for_any_k()
    {
        foreach (int k in new[] { 1, 50, 500, 3_000, 10_000 })
            Assert.InRange(_data.Recall(3, k).Recall, .9, 1);
        Assert.InRange(_data.Recall(3, 500, Filter.Lt("number", 7_000)).Recall, .9, 1);
    }

    [Fact]
    public void Exact_search_gives_what_an_obvious_one_gives()
    {
        float[] query = _data.Query();
        Hit[] hits = new Hit[20];
        _data.Collection.Snapshot.Search("v", query, hits, new SearchOptions { Exact = true }, out ScanCost cost);

        Assert.Equal(SearchStrategy.ExactScan, cost.Strategy);
        Assert.Equal(
            _data.Vectors.OrderByDescending(pair => Cosine(query, pair.Value)).Take(20).Select(pair => pair.Key).Order(StringComparer.Ordinal),
            hits.Select(hit => hit.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Scores_are_those_of_the_vectors_and_not_of_codes()
    {
        float[] query = _data.Query();
        Hit[] hits = new Hit[10];
        _data.Collection.Snapshot.Search("v", query, hits);
        Assert.All(hits, hit => Assert.Equal(Cosine(query, _data.Vectors[hit.Id]), hit.Score, 2e-6));
    }

    [Fact]
    public void A_minimum_score_leaves_out_what_scores_lower()
    {
        float[] query = _data.Query();
        Hit[] all = new Hit[10], some = new Hit[10];
        CollectionSnapshot snapshot = _data.Collection.Snapshot;
        snapshot.Search("v", query, all);
        int count = snapshot.Search("v", query, some, new SearchOptions { MinimumScore = all[4].Score });
        Assert.Equal(all.Take(5).Select(hit => hit.Id), some.Take(count).Select(hit => hit.Id));
    }

    [Fact]
    public void A_search_of_the_graph_allocates_nothing()
    {
        CollectionSnapshot snapshot = _data.Collection.Snapshot;
        float[] query = _data.Query();
        Hit[] hits = new Hit[10];
        CompiledFilter filter = snapshot.Compile(Filter.Lt("number", 12_000));
        Allocations.AssertNone(Search);

        void Search()
        {
            snapshot.Search("v", query, hits);
            snapshot.Search("v", query, hits, new SearchOptions { Filter = filter });
        }
    }

    private static double Cosine(float[] a, float[] b)
    {
        double product = 0, first = 0, second = 0;
        for (int i = 0; i < a.Length; i++)
        {
            product += (double)a[i] * b[i];
            first += (double)a[i] * a[i];
            second += (double)b[i] * b[i];
        }
        return product / Math.Sqrt(first * second);
    }

    public sealed class Fixture
    {
        internal IndexedCollection Data { get; } = new(Records);
    }
}
