using System.Runtime.InteropServices;

namespace Perto.Vectors;

/// <summary>
/// What codes must know about the data before the first vector is coded, and stays as it is for the life of a graph. Cosine and dot need nothing.
/// </summary>
/// <param name="Offsets">Taken off each dimension: the mean for the Euclidean distance, the lowest value for the Manhattan distance; else empty.</param>
/// <param name="Range">The widest range of a dimension, for the Manhattan distance; else 0.</param>
internal sealed record CodeTraining(float[] Offsets, float Range)
{
    private const int RangeRows = 2_000;
    private const int OutlierShare = 200;

    // Later rows may lie a little outside.
    private const float RangeSlack = 1.25f;

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

    // One step size for all dimensions, wide enough for nearly all values of the widest: a few that lie far out shall not make all others alike.
    private static CodeTraining Ranges(int dimension, IVectorRows rows, int count)
    {
        List<int> having = [.. Enumerable.Range(0, count).Where(row => !rows.Vector(row).IsEmpty).Take(RangeRows)];
        float[] low = new float[dimension], high = new float[dimension], values = new float[having.Count];
        float range = 0;
        for (int i = 0; i < dimension && having.Count > 0; i++)
        {
            for (int v = 0; v < values.Length; v++)
                values[v] = MemoryMarshal.Cast<byte, float>(rows.Vector(having[v]))[i];
            Array.Sort(values);
            low[i] = values[values.Length / OutlierShare];
            high[i] = values[^(1 + (values.Length / OutlierShare))];
            range = MathF.Max(range, high[i] - low[i]);
        }
        range = range > 0 ? range * RangeSlack : 1;
        for (int i = 0; i < dimension; i++)
            low[i] = ((low[i] + high[i]) / 2) - (range / 2);
        return new CodeTraining(low, range);
    }
}
