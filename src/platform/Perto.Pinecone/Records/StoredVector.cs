using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>A vector as the service keeps it, and how it becomes itself again.</summary>
/// <param name="Values">What is kept.</param>
/// <param name="Length">By what they are multiplied; <see langword="null"/> where they are as they were.</param>
/// <param name="IsZero">They stand for zeros.</param>
internal readonly record struct StoredVector(ReadOnlyMemory<float> Values, double? Length, bool IsZero)
{
    // Squares of it, and their sums, neither leave float nor vanish in it.
    private const float Shortest = 1e-10f;
    private const float Longest = 1e10f;

    /// <summary>The vector of a record, or of a query; it fits <paramref name="field"/>.</summary>
    public static StoredVector Of(VectorField field, ReadOnlyMemory<float> vector)
    {
        float largest = 0;
        foreach (float value in vector.Span)
            largest = MathF.Max(largest, MathF.Abs(value));
        if (largest == 0)
            return new StoredVector(StandIn(field.Dimension), Length: null, IsZero: true);
        if (field.Metric != Metric.Cosine || largest is >= Shortest and <= Longest)
            return new StoredVector(vector, Length: null, IsZero: false);
        float[] unit = new float[vector.Length];
        double length = UnitVector.Write(vector.Span, unit);
        return new StoredVector(unit, length, IsZero: false);
    }

    /// <summary>A vector for requests that are not about vectors: the service wants one that is not zero.</summary>
    public static float[] Any(int dimension)
    {
        float[] values = new float[dimension];
        values[0] = 1;
        return values;
    }

    /// <summary>The vector as it was written, to float precision.</summary>
    public float[] Restored()
    {
        if (IsZero)
            return new float[Values.Length];
        float[] values = Values.ToArray();
        if (Length is { } length)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(values[i] * length);
        }
        return values;
    }

    // So short that float sees no difference to zero in any distance, and its product with the largest query is next to nothing.
    private static float[] StandIn(int dimension)
    {
        float[] values = new float[dimension];
        values[0] = 1e-30f;
        return values;
    }
}
