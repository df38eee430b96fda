using Perto.Numerics;

namespace Perto.Learning;

/// <summary>Factors of items, of which a score is an inner product with the factor of a user. Immutable and thread-safe.</summary>
internal sealed class ItemFactors
{
    private readonly Lazy<PackedMatrix> _packed;

    /// <param name="values">Row-major, a row for each item.</param>
    /// <param name="dimensions">Length of a row.</param>
    public ItemFactors(float[] values, int dimensions)
    {
        Values = values;
        Dimensions = dimensions;
        Count = values.Length / dimensions;
        _packed = new Lazy<PackedMatrix>(() => PackedMatrix.Pack(values, Count, dimensions, new ParallelOptions { MaxDegreeOfParallelism = 1 }));
    }

    public float[] Values { get; }

    public int Dimensions { get; }

    public int Count { get; }

    /// <summary>The factor of an item.</summary>
    /// <exception cref="ArgumentException">There is no such item.</exception>
    public ReadOnlySpan<float> this[int item]
    {
        get
        {
            History.RequireItem(item, Count);
            return Values.AsSpan(item * Dimensions, Dimensions);
        }
    }

    /// <summary>Scores all items for one user.</summary>
    public void Score(ReadOnlySpan<float> user, Span<float> scores)
    {
        for (int item = 0; item < scores.Length; item++)
            scores[item] = VectorKernels.Dot(user, Values.AsSpan(item * Dimensions, Dimensions));
    }

    /// <summary>Scores all items for several users.</summary>
    public void Score(ReadOnlySpan<float> users, int count, Span<float> scores) => _packed.Value.Multiply(users, count, scores);

    /// <summary>The nearest by cosine. Items without a factor (nobody had them) are similar to nothing.</summary>
    public int Similar(int item, Span<ScoredItem> similar)
    {
        ReadOnlySpan<float> target = this[item];
        float targetNorm = MathF.Sqrt(VectorKernels.Dot(target, target));
        float[] cosines = new float[Count];
        for (int other = 0; other < cosines.Length; other++)
        {
            ReadOnlySpan<float> factor = Values.AsSpan(other * Dimensions, Dimensions);
            float norm = MathF.Sqrt(VectorKernels.Dot(factor, factor));
            cosines[other] = norm * targetNorm > 0 ? VectorKernels.Dot(target, factor) / (norm * targetNorm) : float.NegativeInfinity;
        }

        return TopN.Select(cosines, [item], similar);
    }
}
