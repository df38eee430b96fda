namespace Perto.Learning;

/// <summary>The dense matrix X'X of a sparse X.</summary>
internal static class ProductOfColumns
{
    /// <summary>Computes X'X; each row of the result is one piece of work.</summary>
    /// <param name="x">X by rows.</param>
    /// <param name="transposed">X by columns.</param>
    /// <param name="parallel">How many threads may work, and when to stop.</param>
    /// <returns>Row-major, columns x columns.</returns>
    public static float[] Of(InteractionMatrix x, InteractionMatrix transposed, ParallelOptions parallel)
    {
        int size = x.ItemCount;
        float[] product = new float[(long)size * size];
        Parallel.For(0, size, parallel, column =>
        {
            Span<float> target = product.AsSpan(column * size, size);
            ReadOnlySpan<int> rows = transposed.Items(column);
            ReadOnlySpan<float> weights = transposed.Weights(column);
            for (int i = 0; i < rows.Length; i++)
            {
                ReadOnlySpan<int> others = x.Items(rows[i]);
                ReadOnlySpan<float> otherWeights = x.Weights(rows[i]);
                for (int j = 0; j < others.Length; j++)
                    target[others[j]] += weights[i] * otherWeights[j];
            }
        });
        return product;
    }
}
