using Perto.Numerics;

namespace Perto.Benchmarks.Vectors;

/// <summary>Seeded unit vectors of a shape, and queries drawn like them, the same on every machine.</summary>
internal sealed unsafe class VectorData : IDisposable
{
    private const int BlockRows = 10_000;

    private readonly NativeBlock _floats;
    private readonly int[] _clusters;
    private readonly VectorShape _shape;
    private readonly float[][] _topics;
    private readonly float[][] _centres;
    private readonly float[] _deviations;
    private readonly float _noise;

    /// <param name="rows">Records.</param>
    /// <param name="queries">Queries, which stand behind the records.</param>
    /// <param name="dimension">Values of a vector.</param>
    /// <param name="shape">How they lie.</param>
    /// <param name="seed">The same gives the same vectors.</param>
    public VectorData(int rows, int queries, int dimension, VectorShape shape, long seed)
    {
        (Rows, Queries, Dimension, _shape) = (rows, queries, dimension, shape);
        _floats = new NativeBlock((long)(rows + queries) * dimension * sizeof(float));
        _clusters = new int[rows + queries];
        _noise = MathF.Sqrt(1 - shape.Topic - shape.Cluster);
        _deviations = Deviations(dimension, shape.Decay);
        _topics = Points(seed, 1L << 40, Groups(rows, shape.TopicRows), MathF.Sqrt(shape.Topic));
        _centres = Points(seed, 1L << 41, Groups(rows, shape.ClusterRows), MathF.Sqrt(shape.Cluster));
        int blocks = (rows + queries + BlockRows - 1) / BlockRows;
        Parallel.For(0, blocks, block =>
        {
            SeededRandom random = SeededRandom.ForStream(seed, block);
            for (int row = block * BlockRows; row < Math.Min(rows + queries, (block + 1) * BlockRows); row++)
                Fill(random, row);
        });
    }

    public int Rows { get; }

    public int Queries { get; }

    public int Dimension { get; }

    public int Clusters => _centres.Length;

    public ReadOnlySpan<float> Row(int row) => new((float*)_floats.Pointer + ((long)row * Dimension), Dimension);

    public ReadOnlySpan<float> Query(int query) => Row(Rows + query);

    public int ClusterOf(int row) => _clusters[row];

    public float* Pointer(int row) => (float*)_floats.Pointer + ((long)row * Dimension);

    public void Dispose() => _floats.Dispose();

    private static int Groups(int rows, int rowsOfGroup) => rowsOfGroup == 0 ? 0 : Math.Max(1, rows / rowsOfGroup);

    // Of each dimension; together they make vectors of length 1 on average.
    private static float[] Deviations(int dimension, float decay)
    {
        float[] deviations = [.. Enumerable.Range(1, dimension).Select(i => MathF.Pow(i, -decay / 2))];
        float length = MathF.Sqrt(deviations.Sum(value => value * value));
        return [.. deviations.Select(value => value / length)];
    }

    private float[][] Points(long seed, long stream, int count, float scale) => [.. Enumerable.Range(0, count).Select(point =>
    {
        SeededRandom random = SeededRandom.ForStream(seed, stream + point);
        return _deviations.Select(deviation => scale * deviation * (float)random.Normal()).ToArray();
    })];

    private void Fill(SeededRandom random, int row)
    {
        Span<float> vector = new((float*)_floats.Pointer + ((long)row * Dimension), Dimension);
        float mean = _shape.Mean / MathF.Sqrt(Dimension);
        for (int i = 0; i < vector.Length; i++)
            vector[i] = (i % 2 == 0 ? mean : -mean) + (_noise * _deviations[i] * (float)random.Normal());
        if (_centres.Length > 0)
        {
            int cluster = _clusters[row] = random.Next(_centres.Length);
            Add(vector, _centres[cluster]);
            if (_topics.Length > 0)
                Add(vector, _topics[cluster % _topics.Length]);
        }
        float length = MathF.Sqrt(Distances.Between<DotTerm>(vector, vector));
        foreach (ref float value in vector)
            value /= length;
    }

    private static void Add(Span<float> vector, float[] point)
    {
        for (int i = 0; i < vector.Length; i++)
            vector[i] += point[i];
    }
}
