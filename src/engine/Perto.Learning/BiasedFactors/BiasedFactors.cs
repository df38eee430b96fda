using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Matrix factorisation of explicit ratings with biases, by stochastic gradient descent (Funk 2006; Koren, Bell and Volinsky 2009):
/// a rating is the mean + the user's bias + the item's bias + an inner product of factors. The weights of interactions are the ratings, and the
/// scores are predicted ratings. Steps build on one another, so that the fit runs on one thread.
/// </summary>
/// <remarks>
/// The model holds items only; a user's bias and factor are solved from the ratings of a history (ridge regression, the same regularisation for
/// each rating as in the fit).
/// </remarks>
public sealed class BiasedFactors : IRecommenderModel
{
    /// <summary>The kind as files and the command line name it.</summary>
    public const string ModelKind = "biased-factors";

    private const int FileVersion = 1;
    private const int StepsBetweenLooks = 1 << 16;

    // A row is 1 and the item's factor: what a user's bias and factor are multiplied with.
    private readonly ItemFactors _items;
    private readonly float[] _baselines;
    private readonly Lazy<ItemFactors> _tastes;

    private BiasedFactors(BiasedFactorsSettings settings, float[] items, float[] baselines)
    {
        Settings = settings;
        _items = new ItemFactors(items, settings.Dimensions + 1);
        _baselines = baselines;
        _tastes = new Lazy<ItemFactors>(WithoutBias);
    }

    /// <inheritdoc/>
    public string Kind => ModelKind;

    /// <inheritdoc/>
    public int ItemCount => _items.Count;

    /// <inheritdoc/>
    public bool PredictsRatings => true;

    /// <summary>The settings it was fitted with.</summary>
    public BiasedFactorsSettings Settings { get; }

    /// <summary>The mean of the ratings and the item's bias: what is predicted for a user of whom nothing is known.</summary>
    public float Baseline(int item)
    {
        History.RequireItem(item, ItemCount);
        return _baselines[item];
    }

    /// <summary>Fits biases and factors.</summary>
    /// <param name="ratings">Ratings as weights.</param>
    /// <param name="settings">See there.</param>
    /// <param name="options">Progress with the mean squared error before the steps of the epoch, where the loss is asked for. Threads are not used.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="SettingOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ModelTooLargeException">The factors of one side do not fit into one array.</exception>
    /// <exception cref="ArithmeticException">The fit diverged.</exception>
    public static BiasedFactors Fit(
        InteractionMatrix ratings, BiasedFactorsSettings settings, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        settings.Validate();
        RatingDescent descent = new(ratings, settings);
        SeededRandom random = SeededRandom.ForStream(settings.Seed, stream: 2);
        int[] order = [.. Enumerable.Range(0, ratings.Count)];
        for (int epoch = 1; epoch <= settings.Epochs; epoch++)
        {
            random.Shuffle(order);
            double squares = 0;
            for (int done = 0; done < order.Length; done++)
            {
                if (done % StepsBetweenLooks == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                squares += descent.Step(order[done]);
            }

            options?.Progress?.Invoke(new FitProgress(epoch, settings.Epochs, options.Loss ? squares / Math.Max(1, order.Length) : null));
        }

        (float[] items, float[] baselines) = descent.Finish();
        RecommenderModels.RequireConverged(items);
        RecommenderModels.RequireConverged(baselines);
        return new BiasedFactors(settings, items, baselines);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        History.RequireScores(scores.Length, ItemCount);
        History.Require(items, weights, ItemCount);
        float[] user = new float[_items.Dimensions];
        FoldIn(items, weights, user);
        _items.Score(user, scores);
        VectorKernels.Axpy(1, _baselines, scores);
    }

    /// <inheritdoc/>
    public void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
    {
        History.RequireRows(histories, firstUser, userCount, ItemCount, scores.Length);
        float[] users = new float[userCount * _items.Dimensions];
        for (int user = 0; user < userCount; user++)
            FoldIn(histories.Items(firstUser + user), histories.Weights(firstUser + user), users.AsSpan(user * _items.Dimensions, _items.Dimensions));
        _items.Score(users, userCount, scores);
        for (int user = 0; user < userCount; user++)
            VectorKernels.Axpy(1, _baselines, scores.Slice(user * ItemCount, ItemCount));
    }

    /// <inheritdoc/>
    /// <remarks>By the cosine of the factors, to which the bias does not belong.</remarks>
    public int Similar(int item, Span<ScoredItem> similar)
    {
        History.RequireItem(item, ItemCount);
        return _tastes.Value.Similar(item, similar);
    }

    /// <inheritdoc/>
    /// <remarks>A rating adds what lies above its baseline, times its nearness; the baseline of the explained item is shared equally.</remarks>
    public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions)
    {
        History.Require(items, weights, ItemCount);
        float[] image = _items[item].ToArray();
        if (items.IsEmpty)
            return;
        SystemOf(items).Solve(image);
        for (int i = 0; i < items.Length; i++)
            contributions[i] = (Above(items, weights, i) * VectorKernels.Dot(image, _items[items[i]])) + (_baselines[item] / items.Length);
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        BinaryFileWriter writer = new(stream, ModelKind, FileVersion);
        writer.Section<long>("counts", [Settings.Dimensions, Settings.Epochs, Settings.Seed]);
        writer.Section<double>("settings", [Settings.LearningRate, Settings.Regularization, Settings.InitialDeviation]);
        writer.Section<float>("baselines", _baselines);
        writer.Section<float>("items", _items.Values);
        writer.End();
    }

    internal static BiasedFactors Load(BinaryFileReader reader)
    {
        reader.RequireVersion(FileVersion);
        long[] counts = reader.Section<long>("counts");
        RecommenderModels.Require(counts is [> 0 and <= 2_048, _, _], "counts", "dimensions, epochs and seed are expected");
        double[] values = reader.Section<double>("settings");
        RecommenderModels.Require(values.Length == 3, "settings", "three numbers are expected");
        float[] baselines = reader.Section<float>("baselines");
        float[] items = reader.Section<float>("items");
        RecommenderModels.Require(
            items.Length == baselines.Length * (counts[0] + 1), "items", $"{baselines.Length} rows of {counts[0] + 1} are expected, there are {items.Length} values");
        reader.End();
        BiasedFactorsSettings settings = new()
        {
            Dimensions = (int)counts[0],
            Epochs = (int)counts[1],
            Seed = counts[2],
            LearningRate = values[0],
            Regularization = values[1],
            InitialDeviation = values[2],
        };
        RecommenderModels.RequireSettings(settings.Validate);
        RecommenderModels.RequireFinite("baselines", baselines);
        RecommenderModels.RequireFinite("items", items);
        return new BiasedFactors(settings, items, baselines);
    }

    private void FoldIn(ReadOnlySpan<int> items, ReadOnlySpan<float> ratings, Span<float> user)
    {
        user.Clear();
        if (items.IsEmpty)
            return;
        for (int i = 0; i < items.Length; i++)
            VectorKernels.Axpy(Above(items, ratings, i), _items[items[i]], user);
        SystemOf(items).Solve(user);
    }

    private ItemFactors WithoutBias()
    {
        float[] factors = new float[ItemCount * Settings.Dimensions];
        for (int item = 0; item < ItemCount; item++)
            _items[item][1..].CopyTo(factors.AsSpan(item * Settings.Dimensions));
        return new ItemFactors(factors, Settings.Dimensions);
    }

    private float Above(ReadOnlySpan<int> items, ReadOnlySpan<float> ratings, int i) => History.Weight(ratings, i) - _baselines[items[i]];

    /// <summary>The normal equations of the history, factored.</summary>
    private PositiveDefiniteSystem SystemOf(ReadOnlySpan<int> items)
    {
        int unknowns = _items.Dimensions;
        PositiveDefiniteSystem system = new(unknowns);
        float[] diagonal = new float[unknowns];
        Array.Fill(diagonal, (float)(Settings.Regularization * items.Length));
        system.Reset(diagonal);
        float[] panel = new float[items.Length * system.Stride];
        for (int i = 0; i < items.Length; i++)
            _items[items[i]].CopyTo(panel.AsSpan(i * system.Stride));
        system.AddOuterProducts(panel, items.Length);
        system.Factor();
        return system;
    }
}
