using System.Runtime.InteropServices;

namespace Perto.Vectors;

/// <summary>
/// What codes must know about the data before the first vector is coded, and stays as it is for the life of a graph. Cosine and dot need nothing.
/// </summary>
/// <param name="Offsets">Taken off each dimension: the mean for the Euclidean distance, the lowest value for the Manhattan distance; else empty.</param>
/// <param name="Range">The widest range of a dimension, for the Manhattan distance; else 0.</param>
internal sealed record CodeTraining(float[] Offsets, float Range)
{
    /// <summary>Nothing learnt.</summary>
    public static CodeTraining None { get; } = new([], 0);

    /// <summary>Learns from the first rows.</summary>
    public static CodeTraining Learn(VectorField field, IVectorRows rows, int count) => field.Metric switch
    {
        Metric.Euclidean => new CodeTraining(Mean(field.Dimension, rows, count), 0),
        Metric.Manhattan => Ranges(field.Dimension, rows, count),
        _ => None,
    };

    private static float[] Mean(int dimension, IVectorRows rows, int count)
    {
        double[] sums = new double[dimension];
        int seen = 0;
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> vector = MemoryMarshal.Cast<byte, float>(rows.Vector(row));
            for (int i = 0; i < vector.Length; i++)
                sums[i] += vector[i];
            seen += vector.IsEmpty ? 0 : 1;
        }
        return Array.ConvertAll(sums, sum => (float)(sum / Math.Max(seen, 1)));
    }

    private static CodeTraining Ranges(int dimension, IVectorRows rows, int count)
    {
        float[] low = new float[dimension], high = new float[dimension];
        bool first = true;
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> vector = MemoryMarshal.Cast<byte, float>(rows.Vector(row));
            for (int i = 0; i < vector.Length; i++)
            {
                low[i] = first ? vector[i] : MathF.Min(low[i], vector[i]);
                high[i] = first ? vector[i] : MathF.Max(high[i], vector[i]);
            }
            first &= vector.IsEmpty;
        }
        float range = 0;
        for (int i = 0; i < dimension; i++)
            range = MathF.Max(range, high[i] - low[i]);
        // Later rows may lie a little outside.
        for (int i = 0; i < dimension; i++)
            low[i] -= range / 16;
        return new CodeTraining(low, range * 9 / 8);
    }
}
