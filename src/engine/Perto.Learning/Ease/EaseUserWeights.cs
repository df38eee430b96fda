using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// The dual form, for more items than users. By Woodbury's identity P = (I - X'K X) / lambda with K = (X X' + lambda I)^-1, a
/// matrix of users x users, so that with x the history
/// <code>score_j = x_j - (x'P)_j / P_jj,    x'P = (x - X'(K (X x))) / lambda,    P_jj = (1 - x_j'K x_j) / lambda</code>
/// where x_j is column j of X; the first term is what makes the diagonal of B zero. B is never built: the model is K, X and the
/// diagonal of P.
/// </summary>
internal sealed class EaseUserWeights : EaseWeights
{
    private readonly InteractionMatrix _byUser;
    private readonly InteractionMatrix _byItem;
    private readonly float[] _kernel;

    // lambda P_jj, in 0..1: how much of an item the other items do not explain.
    private readonly float[] _diagonal;
    private readonly Lazy<PackedMatrix> _packedKernel;

    private EaseUserWeights(InteractionMatrix byUser, InteractionMatrix byItem, float[] kernel, float[] diagonal)
    {
        _byUser = byUser;
        _byItem = byItem;
        _kernel = kernel;
        _diagonal = diagonal;
        _packedKernel = new Lazy<PackedMatrix>(
            () => PackedMatrix.Pack(_kernel, _byUser.UserCount, _byUser.UserCount, new ParallelOptions { MaxDegreeOfParallelism = 1 }));
    }

    public override int ItemCount => _byUser.ItemCount;

    private int UserCount => _byUser.UserCount;

    public static EaseUserWeights Fit(InteractionMatrix interactions, double lambda, ParallelOptions parallel, Action<int>? progress)
    {
        InteractionMatrix byItem = interactions.Transpose();
        int count = interactions.UserCount;
        float[] kernel = ProductOfColumns.Of(byItem, interactions, parallel);
        for (int user = 0; user < count; user++)
            kernel[((long)user * count) + user] += (float)lambda;
        SymmetricInverse.Invert(kernel, count, parallel, progress);

        float[] diagonal = new float[interactions.ItemCount];
        Parallel.For(0, diagonal.Length, parallel, item => diagonal[item] = Unexplained(byItem, kernel, count, item));
        return new EaseUserWeights(interactions, byItem, kernel, diagonal);
    }

    public override void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        float[] seen = new float[UserCount];
        AddUsers(items, weights, seen);
        float[] image = new float[UserCount];
        for (int user = 0; user < seen.Length; user++)
        {
            if (seen[user] != 0)
                VectorKernels.Axpy(seen[user], _kernel.AsSpan(user * UserCount, UserCount), image);
        }

        Finish(items, weights, image, scores);
    }

    public override void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
    {
        float[] seen = new float[userCount * UserCount];
        for (int row = 0; row < userCount; row++)
            AddUsers(histories.Items(firstUser + row), histories.Weights(firstUser + row), seen.AsSpan(row * UserCount, UserCount));
        float[] images = new float[seen.Length];
        _packedKernel.Value.Multiply(seen, userCount, images);
        for (int row = 0; row < userCount; row++)
        {
            Finish(
                histories.Items(firstUser + row),
                histories.Weights(firstUser + row),
                images.AsSpan(row * UserCount, UserCount),
                scores.Slice(row * ItemCount, ItemCount));
        }
    }

    public override void Column(ReadOnlySpan<int> items, int item, Span<float> contributions)
    {
        float[] image = new float[UserCount];
        ReadOnlySpan<int> users = _byItem.Items(item);
        ReadOnlySpan<float> weights = _byItem.Weights(item);
        for (int i = 0; i < users.Length; i++)
            VectorKernels.Axpy(weights[i], _kernel.AsSpan(users[i] * UserCount, UserCount), image);
        for (int i = 0; i < items.Length; i++)
            contributions[i] = items[i] == item ? 0 : Along(_byItem, items[i], image) / _diagonal[item];
    }

    public override void Save(BinaryFileWriter writer)
    {
        writer.Section<int>("items", [ItemCount]);
        writer.Section("starts", _byUser.Starts);
        writer.Section("interactions", _byUser.AllItems);
        writer.Section("interaction_weights", _byUser.AllWeights);
        writer.Section<float>("kernel", _kernel);
        writer.Section<float>("diagonal", _diagonal);
    }

    public static EaseUserWeights Load(BinaryFileReader reader)
    {
        int[] count = reader.Section<int>("items");
        RecommenderModels.Require(count is [>= 0], "items", "one number is expected");
        InteractionMatrix byUser = Interactions(count[0], reader);
        float[] kernel = reader.Section<float>("kernel");
        RecommenderModels.Require((long)byUser.UserCount * byUser.UserCount == kernel.LongLength, "kernel", "it is not users x users");
        float[] diagonal = reader.Section<float>("diagonal");
        RecommenderModels.Require(diagonal.Length == count[0], "diagonal", "it has not one value for each item");
        return new EaseUserWeights(byUser, byUser.Transpose(), kernel, diagonal);
    }

    private static InteractionMatrix Interactions(int itemCount, BinaryFileReader reader)
    {
        int[] starts = reader.Section<int>("starts");
        int[] items = reader.Section<int>("interactions");
        float[] weights = reader.Section<float>("interaction_weights");
        try
        {
            return InteractionMatrix.FromRows(itemCount, starts, items, weights);
        }
        catch (ArgumentException problem)
        {
            throw new BinaryFormatException("interactions", problem.Message, problem);
        }
    }

    /// <summary>1 - x_j'K x_j.</summary>
    private static float Unexplained(InteractionMatrix byItem, float[] kernel, int userCount, int item)
    {
        ReadOnlySpan<int> users = byItem.Items(item);
        ReadOnlySpan<float> weights = byItem.Weights(item);
        double explained = 0;
        for (int i = 0; i < users.Length; i++)
            explained += weights[i] * Along(byItem, item, kernel.AsSpan(users[i] * userCount, userCount));
        return (float)(1 - explained);
    }

    /// <summary>The inner product of an item's column with a dense vector over users.</summary>
    private static float Along(InteractionMatrix byItem, int item, ReadOnlySpan<float> dense)
    {
        ReadOnlySpan<int> users = byItem.Items(item);
        ReadOnlySpan<float> weights = byItem.Weights(item);
        double sum = 0;
        for (int i = 0; i < users.Length; i++)
            sum += (double)weights[i] * dense[users[i]];
        return (float)sum;
    }

    private void AddUsers(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> seen)
    {
        for (int i = 0; i < items.Length; i++)
        {
            float weight = History.Weight(weights, i);
            ReadOnlySpan<int> users = _byItem.Items(items[i]);
            ReadOnlySpan<float> userWeights = _byItem.Weights(items[i]);
            for (int j = 0; j < users.Length; j++)
                seen[users[j]] += weight * userWeights[j];
        }
    }

    /// <summary>From K X x to the scores: x_j - (x_j - x_j'K X x) / (lambda P_jj), off the history simply x_j'K X x / (lambda P_jj).</summary>
    private void Finish(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, ReadOnlySpan<float> image, Span<float> scores)
    {
        scores.Clear();
        for (int user = 0; user < image.Length; user++)
        {
            float strength = image[user];
            ReadOnlySpan<int> row = _byUser.Items(user);
            ReadOnlySpan<float> rowWeights = _byUser.Weights(user);
            for (int i = 0; i < row.Length; i++)
                scores[row[i]] += strength * rowWeights[i];
        }

        for (int i = 0; i < items.Length; i++)
            scores[items[i]] -= History.Weight(weights, i);
        for (int item = 0; item < scores.Length; item++)
            scores[item] /= _diagonal[item];
        for (int i = 0; i < items.Length; i++)
            scores[items[i]] += History.Weight(weights, i);
    }
}
