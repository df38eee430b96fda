using Perto.Numerics;

namespace Perto.Benchmarks.Vectors;

/// <summary>
/// Seeded unit vectors in clusters, and queries drawn like them, the same on every machine. A cluster's members are its centre (a random direction)
/// and noise of the given length, so that the spread says how hard the nearest are to tell from the rest.
/// </summary>
internal sealed unsafe class VectorData : IDisposable
{
    private const int BlockRows = 10_000;

    private readonly NativeBlock _floats;
    private readonly int[] _clusters;

    /// <param name="rows">Records.</param>
    /// <param name="queries">Queries, which stand behind the records.</param>
    /// <param name="dimension">Values of a vector.</param>
    /// <param name="clusters">Clusters; none for uniformly random directions.</param>
    /// <param name="spread">Length of the noise beside a centre of length 1.</param>
    /// <param name="seed">The same gives the same vectors.</param>
    public VectorData(int rows, int queries, int dimension, int clusters, float spread, long seed)
    {
        (Rows, Queries, Dimension, Clusters) = (rows, queries, dimension, clusters);
        _floats = new NativeBlock((long)(rows + queries) * dimension * sizeof(float));
        _clusters = new int[rows + queries];
        float[][] centres = [.. Enumerable.Range(0, clusters).Select(cluster => Unit(SeededRandom.ForStream(seed, -1 - cluster), dimension))];
        int blocks = (rows + queries + BlockRows - 1) / BlockRows;
        Parallel.For(0, blocks, block =>
        {
            SeededRandom random = SeededRandom.ForStream(seed, block);
            for (int row = block * BlockRows; row < Math.Min(rows + queries, (block + 1) * BlockRows); row++)
                Fill(random, centres, row, spread);
        });
    }

    public int Rows { get; }

    public int Queries { get; }

    public int Dimension { get; }

    public int Clusters { get; }

    public ReadOnlySpan<float> Row(int row) => new((float*)_floats.Pointer + ((long)row * Dimension), Dimension);

    public ReadOnlySpan<float> Query(int query) => Row(Rows + query);

    public int ClusterOf(int row) => _clusters[row];

    public float* Pointer(int row) => (float*)_floats.Pointer + ((long)row * Dimension);

    public void Dispose() => _floats.Dispose();

    private void Fill(SeededRandom random, float[][] centres, int row, float spread)
    {
        Span<float> vector = new((float*)_floats.Pointer + ((long)row * Dimension), Dimension);
        _clusters[row] = centres.Length == 0 ? 0 : random.Next(centres.Length);
        float scale = spread / MathF.Sqrt(Dimension);
        for (int i = 0; i < vector.Length; i++)
            vector[i] = (scale * (float)random.Normal()) + (centres.Length == 0 ? 0 : centres[_clusters[row]][i]);
        Normalise(vector);
    }

    private static float[] Unit(SeededRandom random, int dimension)
    {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++)
            vector[i] = (float)random.Normal();
        Normalise(vector);
        return vector;
    }

    private static void Normalise(Span<float> vector)
    {
        float length = MathF.Sqrt(Distances.Between<DotTerm>(vector, vector));
        foreach (ref float value in vector)
            value /= length;
    }
}
