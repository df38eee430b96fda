namespace Perto.Vectors.Tests.Index;

/// <summary>2,130 real sentence embeddings of 384 dimensions in a graph; floors a little under what was found.</summary>
public sealed class SentenceRecallTests
{
    private const int K = 10;

    [Theory]
    [InlineData(VectorCodes.Int8, 64, .99)]
    [InlineData(VectorCodes.Int8, 16, .95)]
    [InlineData(VectorCodes.Float32, 64, .99)]
    [InlineData(VectorCodes.Int4, 64, .99)]
    [InlineData(VectorCodes.Bit, 128, .95)]
    public void Nearly_all_of_the_nearest_sentences_are_found(VectorCodes codes, int ef, double floor)
    {
        (EmbeddedCollection collection, float[][] embeddings) = Fill(codes, Metric.Cosine);
        Assert.InRange(Recall(collection, embeddings, ef), floor, 1);
    }

    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Dot)]
    [InlineData(Metric.Manhattan)]
    public void They_are_by_every_metric(Metric metric)
    {
        (EmbeddedCollection collection, float[][] embeddings) = Fill(VectorCodes.Int8, metric);
        Assert.InRange(Recall(collection, embeddings, 64), .98, 1);
    }

    [Fact]
    public void They_are_after_30_percent_were_deleted_and_after_all_were_written_again()
    {
        (EmbeddedCollection collection, float[][] embeddings) = Fill(VectorCodes.Int8, Metric.Cosine);
        collection.Delete([.. Enumerable.Range(0, embeddings.Length).Where(i => i % 10 < 3).Select(i => $"{i}")], now: 0);
        Assert.InRange(Recall(collection, embeddings, 64), .98, 1);
        collection.CatchUp(2);
        Assert.InRange(Recall(collection, embeddings, 64), .98, 1);

        Write(collection, embeddings);
        collection.CatchUp(2);
        Assert.InRange(Recall(collection, embeddings, 64), .98, 1);
    }

    private static (EmbeddedCollection Collection, float[][] Embeddings) Fill(VectorCodes codes, Metric metric)
    {
        float[][] embeddings = SentenceEmbeddings.Read();
        EmbeddedCollection collection = new(CollectionSchema.Create(s => s.Dense(
            "sentence", 384, metric, new VectorIndexSettings { Codes = codes, GraphFrom = 1 })));
        Write(collection, embeddings);
        collection.CatchUp(2);
        return (collection, embeddings);
    }

    private static void Write(EmbeddedCollection collection, float[][] embeddings) =>
        collection.Upsert([.. embeddings.Select((e, i) => new VectorRecord($"{i}") { Vectors = { ["sentence"] = e } })], now: 0);

    private static double Recall(EmbeddedCollection collection, float[][] embeddings, int ef)
    {
        CollectionSnapshot snapshot = collection.Snapshot;
        Hit[] exact = new Hit[K], hits = new Hit[K];
        int found = 0, wanted = 0;
        for (int q = 0; q < embeddings.Length; q += 7)
        {
            Assert.Equal(K, snapshot.Search("sentence", embeddings[q], exact, new SearchOptions { Exact = true }));
            Assert.Equal(K, snapshot.Search("sentence", embeddings[q], hits, new SearchOptions { Ef = ef }, out ScanCost cost));
            Assert.Equal(SearchStrategy.Graph, cost.Strategy);
            // Many sentences occur twice: equally near ones may stand for each other.
            found += hits.Count(hit => hit.Score >= exact[K - 1].Score - 1e-6f);
            wanted += K;
        }
        return (double)found / wanted;
    }
}
