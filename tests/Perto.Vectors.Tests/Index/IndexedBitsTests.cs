using Perto.Numerics;

namespace Perto.Vectors.Tests.Index;

/// <summary>Vectors of bits, in clusters, searched by their graph and compared one by one.</summary>
public sealed class IndexedBitsTests
{
    private const int Records = 5_000;
    private const int Bits = 256;
    private const int Clusters = 80;
    private const int Queries = 30;
    private const int K = 10;

    private readonly SeededRandom _random = new(17);

    [Theory]
    [InlineData(null, SearchStrategy.Graph)]
    [InlineData(4_000, SearchStrategy.Graph)]
    [InlineData(500, SearchStrategy.Matches)]
    public void Nearly_all_of_the_nearest_bits_are_found(int? below, SearchStrategy expected)
    {
        byte[][] centres = [.. Enumerable.Range(0, Clusters).Select(_ => Centre())];
        CollectionSnapshot snapshot = Fill(centres).Snapshot;
        CompiledFilter? filter = below is { } end ? snapshot.Compile(Filter.Lt("number", end)) : null;
        int found = 0;
        for (int q = 0; q < Queries; q++)
        {
            BitVector query = Near(centres[_random.Next(Clusters)]);
            (Hit[] exact, _) = snapshot.Search([(new VectorQuery("b", query) { K = K, Exact = true }, filter)], now: 0)[0];
            (Hit[] hits, ScanCost cost) = snapshot.Search([(new VectorQuery("b", query) { K = K, Ef = 100 }, filter)], now: 0)[0];

            Assert.Equal(expected, cost.Strategy);
            Assert.Equal(K, hits.Select(hit => hit.Id).Distinct().Count());
            Assert.All(hits, hit => Assert.InRange(int.Parse(hit.Id), 0, (below ?? Records) - 1));
            // Many are equally near, and may stand for each other.
            found += hits.Count(hit => hit.Distance <= exact[K - 1].Distance);
        }
        Assert.InRange(found / (double)(K * Queries), .95, 1);
    }

    private EmbeddedCollection Fill(byte[][] centres)
    {
        EmbeddedCollection collection = new(CollectionSchema.Create(schema => schema
            .Add(new VectorField("b", Bits, Metric.Hamming, VectorKind.Bits) { Index = new VectorIndexSettings { GraphFrom = 1, BuildEf = 100 } })
            .Integer("number")));
        collection.Upsert(
            [
                .. Enumerable.Range(0, Records).Select(i => new VectorRecord($"{i}")
                {
                    Vectors = { ["b"] = Near(centres[_random.Next(Clusters)]) },
                    Payload = { ["number"] = i },
                }),
            ],
            now: 0);
        collection.CatchUp(threads: 2);
        return collection;
    }

    private byte[] Centre() => [.. Enumerable.Range(0, Bits / 8).Select(_ => (byte)_random.Next(256))];

    // An eighth of the bits differ from the centre's.
    private BitVector Near(byte[] centre)
    {
        byte[] bytes = [.. centre];
        for (int i = 0; i < Bits; i++)
        {
            if (_random.Next(8) == 0)
                bytes[i / 8] ^= (byte)(1 << (i % 8));
        }
        return new BitVector(bytes);
    }
}
