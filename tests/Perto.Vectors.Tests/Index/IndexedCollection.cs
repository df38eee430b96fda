using Perto.Numerics;

namespace Perto.Vectors.Tests.Index;

/// <summary>A collection large enough for a graph, with payload that depends on the vectors and payload that does not.</summary>
internal sealed class IndexedCollection
{
    public const int Dimension = 384;
    public const int Clusters = 40;

    private const int Latent = 12;
    private const float Spread = 0.5f;
    private const float Noise = 0.3f;

    private readonly SeededRandom _random = new(5);
    private readonly float[][] _centres;
    private readonly float[][] _axes;

    public IndexedCollection(int records, VectorIndexSettings? settings = null, bool index = true)
    {
        _centres = [.. Enumerable.Range(0, Clusters).Select(_ => Normal(Latent))];
        _axes = [.. Enumerable.Range(0, Latent).Select(_ => Normal(Dimension))];
        Collection = new EmbeddedCollection(CollectionSchema.Create(schema => schema
            .Dense("v", Dimension, Metric.Cosine, settings ?? new VectorIndexSettings { BuildEf = 64 })
            .Integer("number").Integer("cluster").Keyword("group")));
        Write(0, records);
        if (index)
            Collection.CatchUp(threads: 2);
    }

    public EmbeddedCollection Collection { get; }

    public Dictionary<string, float[]> Vectors { get; } = new(StringComparer.Ordinal);

    public void Write(int from, int count)
    {
        foreach (int[] batch in Enumerable.Range(from, count).Chunk(1_000))
        {
            Collection.Upsert(
                [
                    .. batch.Select(i =>
                    {
                        int cluster = _random.Next(Clusters);
                        float[] vector = Near(cluster);
                        Vectors[$"r{i}"] = vector;
                        return new VectorRecord($"r{i}")
                        {
                            Vectors = { ["v"] = vector },
                            Payload = { ["number"] = i, ["cluster"] = cluster, ["group"] = $"g{i % 10}" },
                        };
                    }),
                ],
                now: 0);
        }
    }

    // Embeddings lie near a few dimensions of their space: a cluster has neighbours, and others that are far.
    public float[] Near(int cluster)
    {
        float[] latent = Normal(Latent), vector = Normal(Dimension);
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] *= Noise;
            for (int l = 0; l < Latent; l++)
                vector[i] += (_centres[cluster][l] + (Spread * latent[l])) * _axes[l][i];
        }
        return vector;
    }

    public float[] Query() => Near(_random.Next(Clusters));

    public (double Recall, SearchStrategy Strategy) Recall(int queries, int k, Filter? filter = null, int? ef = null, int? cluster = null)
    {
        CollectionSnapshot snapshot = Collection.Snapshot;
        CompiledFilter? compiled = filter is null ? null : snapshot.Compile(filter);
        int found = 0, wanted = 0;
        SearchStrategy strategy = default;
        for (int q = 0; q < queries; q++)
        {
            float[] query = cluster is { } one ? Near(one) : Query();
            Hit[] exact = new Hit[k], hits = new Hit[k];
            int expected = snapshot.Search("v", query, exact, new SearchOptions { Filter = compiled, Exact = true });
            int count = snapshot.Search("v", query, hits, new SearchOptions { Filter = compiled, Ef = ef }, out ScanCost cost);
            Assert.Equal(expected, count);
            Assert.Equal(count, hits.Take(count).Select(hit => hit.Id).Distinct().Count());
            HashSet<string> ids = [.. exact.Take(expected).Select(hit => hit.Id)];
            found += hits.Take(count).Count(hit => ids.Contains(hit.Id));
            wanted += expected;
            strategy = cost.Strategy;
        }
        return ((double)found / Math.Max(wanted, 1), strategy);
    }

    private float[] Normal(int dimension)
    {
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++)
            values[i] = (float)_random.Normal();
        return values;
    }
}
