namespace Perto.Vectors.Tests;

/// <summary>2,130 real sentence embeddings of 384 dimensions.</summary>
public sealed class SentenceEmbeddingsTests
{
    [Fact]
    public void The_nearest_sentences_are_those_of_a_plain_scan_in_double()
    {
        float[][] embeddings = SentenceEmbeddings.Read();
        EmbeddedCollection collection = new(CollectionSchema.Create(s => s.Dense("sentence", 384, Metric.Cosine)));
        collection.Upsert([.. embeddings.Select((e, i) => new VectorRecord($"{i}") { Vectors = { ["sentence"] = e } })], now: 0);
        Hit[] hits = new Hit[10];
        int same = 0, queries = 0;
        for (int q = 0; q < embeddings.Length; q += 20, queries++)
        {
            Assert.Equal(10, collection.Snapshot.Search("sentence", embeddings[q], hits));
            Assert.Equal(1f, hits[0].Score, 1e-5f);
            double[] similarities = [.. embeddings.Select(e => Cosine(embeddings[q], e))];
            same += similarities.Index().OrderByDescending(s => s.Item).Take(10).Count(s => hits.Any(h => h.Id == $"{s.Index}"));
            Assert.All(hits, h => Assert.Equal(similarities[int.Parse(h.Id)], h.Score, 1e-5));
        }

        // Sentences that are equal, or nearer to one another than float can tell, may change places at the tenth.
        Assert.InRange(same / (10.0 * queries), 0.995, 1);
    }

    private static double Cosine(float[] a, float[] b)
    {
        double dot = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            aa += (double)a[i] * a[i];
            bb += (double)b[i] * b[i];
        }
        return dot / Math.Sqrt(aa * bb);
    }
}
