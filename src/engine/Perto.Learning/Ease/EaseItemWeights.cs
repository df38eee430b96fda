using Perto.Numerics;

namespace Perto.Learning;

/// <summary>The primal form: B itself, items x items.</summary>
internal sealed class EaseItemWeights : EaseWeights
{
    private readonly float[] _b;

    private EaseItemWeights(int itemCount, float[] b)
    {
        ItemCount = itemCount;
        _b = b;
    }

    public override int ItemCount { get; }

    public static EaseItemWeights Fit(InteractionMatrix interactions, double lambda, double dropout, ParallelOptions parallel, Action<int>? progress)
    {
        int count = interactions.ItemCount;
        float[] matrix = ProductOfColumns.Of(interactions, interactions.Transpose(), parallel);
        for (int item = 0; item < count; item++)
        {
            long at = ((long)item * count) + item;
            matrix[at] += (float)(lambda + (dropout / (1 - dropout) * matrix[at]));
        }

        SymmetricInverse.Invert(matrix, count, parallel, progress);

        float[] diagonal = new float[count];
        for (int item = 0; item < count; item++)
            diagonal[item] = matrix[((long)item * count) + item];
        Parallel.For(0, count, parallel, row =>
        {
            Span<float> weights = matrix.AsSpan(row * count, count);
            for (int column = 0; column < count; column++)
                weights[column] = -weights[column] / diagonal[column];
            weights[row] = 0;
        });
        return new EaseItemWeights(count, matrix);
    }

    public override void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        scores.Clear();
        for (int i = 0; i < items.Length; i++)
            VectorKernels.Axpy(History.Weight(weights, i), _b.AsSpan(items[i] * ItemCount, ItemCount), scores);
    }

    public override void ScoreSome(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, ReadOnlySpan<int> wanted, Span<float> scores)
    {
        scores.Clear();
        for (int i = 0; i < items.Length; i++)
        {
            float weight = History.Weight(weights, i);
            ReadOnlySpan<float> row = _b.AsSpan(items[i] * ItemCount, ItemCount);
            for (int j = 0; j < wanted.Length; j++)
                scores[j] += weight * row[wanted[j]];
        }
    }

    public override void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
    {
        for (int user = 0; user < userCount; user++)
            Score(histories.Items(firstUser + user), histories.Weights(firstUser + user), scores.Slice(user * ItemCount, ItemCount));
    }

    public override void Column(ReadOnlySpan<int> items, int item, Span<float> contributions)
    {
        for (int i = 0; i < items.Length; i++)
            contributions[i] = _b[((long)items[i] * ItemCount) + item];
    }

    public override void Save(BinaryFileWriter writer)
    {
        writer.Section<int>("items", [ItemCount]);
        writer.Section<float>("weights", _b);
    }

    public static EaseItemWeights Load(BinaryFileReader reader)
    {
        int[] count = reader.Section<int>("items");
        float[] b = reader.Section<float>("weights");
        RecommenderModels.Require(count is [>= 0] && (long)count[0] * count[0] == b.LongLength, "weights", "the matrix is not square");
        return new EaseItemWeights(count[0], b);
    }
}
