using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Vectors.Tests.Graph;

/// <summary>Seeded vectors in clusters, the same every time, and what is truly nearest among them.</summary>
internal sealed class GraphData : IVectorRows
{
    private readonly byte[][] _rows;
    private readonly VectorField _field;

    public GraphData(VectorField field, int rows, int queries, long seed = 1, int clusters = 50)
    {
        _field = field;
        SeededRandom random = new(seed);
        float[][] centres = [.. Enumerable.Range(0, clusters).Select(_ => Normal(random, field.Dimension, 1))];
        _rows = [.. Enumerable.Range(0, rows + queries).Select(_ => Bytes(Near(random, centres[random.Next(clusters)])))];
        Count = rows;
    }

    /// <summary>Rows; queries stand behind them.</summary>
    public int Count { get; }

    public HashSet<int> WithoutVector { get; } = [];

    public ReadOnlySpan<byte> Vector(int row) => WithoutVector.Contains(row) ? [] : _rows[row];

    public ReadOnlySpan<byte> Query(int query) => _rows[Count + query];

    public void Replace(int row, int byRow) => _rows[row] = _rows[byRow];

    public double Distance(ReadOnlySpan<byte> query, int row)
    {
        if (_field.Kind == VectorKind.Bits)
        {
            int differing = 0;
            for (int i = 0; i < query.Length; i++)
                differing += int.PopCount(query[i] ^ _rows[row][i]);
            return differing;
        }
        ReadOnlySpan<float> a = MemoryMarshal.Cast<byte, float>(query), b = MemoryMarshal.Cast<byte, float>(_rows[row]);
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += _field.Metric switch
            {
                Metric.Manhattan => Math.Abs((double)a[i] - b[i]),
                Metric.Euclidean => ((double)a[i] - b[i]) * ((double)a[i] - b[i]),
                _ => -(double)a[i] * b[i],
            };
        }
        return sum;
    }

    public HashSet<int> Nearest(int query, int k, Func<int, bool> passes)
    {
        byte[] value = _rows[Count + query];
        return [.. Enumerable.Range(0, Count).Where(row => !WithoutVector.Contains(row) && passes(row)).OrderBy(row => Distance(value, row)).Take(k)];
    }

    private float[] Near(SeededRandom random, float[] centre)
    {
        // A few directions matter in real data; so they do here.
        float[] vector = [.. centre];
        for (int i = 0; i < vector.Length; i++)
            vector[i] += 0.6f * (float)random.Normal();
        if (_field.Metric == Metric.Cosine)
        {
            float length = MathF.Sqrt(vector.Sum(value => value * value));
            for (int i = 0; i < vector.Length; i++)
                vector[i] /= length;
        }
        return vector;
    }

    private byte[] Bytes(float[] vector)
    {
        if (_field.Kind != VectorKind.Bits)
            return MemoryMarshal.AsBytes(vector.AsSpan()).ToArray();
        byte[] bits = new byte[vector.Length / 8];
        for (int i = 0; i < vector.Length; i++)
        {
            if (vector[i] > 0)
                bits[i / 8] |= (byte)(1 << (i % 8));
        }
        return bits;
    }

    private static float[] Normal(SeededRandom random, int dimension, float scale)
    {
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++)
            values[i] = scale * (float)random.Normal();
        return values;
    }
}
