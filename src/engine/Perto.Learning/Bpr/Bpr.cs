using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Matrix factorisation by Bayesian personalised ranking (Rendle, Freudenthaler, Gantner and Schmidt-Thieme 2009): what a user had shall
/// score above what the user had not. Stochastic gradient ascent on pairs, uniform negatives. Steps build on one another, so that the fit
/// runs on one thread and its result depends on the data and the settings alone.
/// </summary>
/// <remarks>
/// The model holds item factors only. A user is folded in by the same steps over the user's history, the items standing still; so users of the
/// training are scored as any other.
/// </remarks>
public sealed class Bpr : IRecommenderModel
{
    /// <summary>The kind as files and the command line name it.</summary>
    public const string ModelKind = "bpr";

    private const int FileVersion = 1;
    private const int StepsBetweenLooks = 1 << 16;

    // Before a scale this small is used, it is multiplied out: floats end at 1e-38.
    private const float SmallestScale = 1e-6f;

    private readonly ItemFactors _items;
    private readonly float[] _biases;

    private Bpr(BprSettings settings, float[] items, float[] biases)
    {
        Settings = settings;
        _items = new ItemFactors(items, settings.Dimensions);
        _biases = biases;
    }

    /// <inheritdoc/>
    public string Kind => ModelKind;

    /// <inheritdoc/>
    public int ItemCount => _items.Count;

    /// <summary>The settings it was fitted with.</summary>
    public BprSettings Settings { get; }

    /// <summary>The factor of one item. A score is an inner product with it, and the item's bias.</summary>
    public ReadOnlySpan<float> ItemFactor(int item) => _items[item];

    /// <summary>The bias of one item: its score for a user of whom nothing is known.</summary>
    public float Bias(int item)
    {
        History.RequireItem(item, ItemCount);
        return _biases[item];
    }

    /// <summary>Fits the factors.</summary>
    /// <param name="interactions">What users did. A weight is how much a pair counts.</param>
    /// <param name="settings">See there.</param>
    /// <param name="options">Progress: one call for each epoch. Threads are not used.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="SettingOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ModelTooLargeException">The factors of one side do not fit into one array.</exception>
    /// <exception cref="ArithmeticException">The fit diverged.</exception>
    public static Bpr Fit(
        InteractionMatrix interactions, BprSettings settings, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        settings.Validate();
        FactorMatrix users = new("users", interactions.UserCount, settings.Dimensions);
        FactorMatrix items = new("items", interactions.ItemCount, settings.Dimensions);
        double deviation = settings.InitialDeviation / Math.Sqrt(settings.Dimensions);
        users.FillNormal(deviation, settings.Seed);
        items.FillNormal(deviation, settings.Seed + 1);
        float[] biases = new float[items.Count];
        int[] owners = interactions.Owners();
        PairwiseStep step = new(settings);
        for (int epoch = 1; epoch <= settings.Epochs; epoch++)
        {
            SeededRandom random = SeededRandom.ForStream(settings.Seed, epoch);
            for (int done = 0; done < owners.Length; done++)
            {
                if (done % StepsBetweenLooks == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                int at = random.Next(owners.Length);
                int user = owners[at];
                ReadOnlySpan<int> had = interactions.Items(user);
                // Who had everything has nothing to be compared with.
                if (had.Length == items.Count)
                    continue;
                int negative = NegativeSampler.Draw(had, items.Count, random);
                int positive = interactions.AllItems[at];
                step.Move(users.Row(user), items.Row(positive), items.Row(negative), ref biases[positive], ref biases[negative], interactions.AllWeights[at]);
            }

            options?.Progress?.Invoke(new FitProgress(epoch, settings.Epochs, Loss: null));
        }

        RecommenderModels.RequireConverged(items.Values);
        RecommenderModels.RequireConverged(biases);
        return new Bpr(settings, items.Values, biases);
    }

    /// <summary>Finds the factor of a user from a history: as many passes over it as the fit had epochs.</summary>
    /// <param name="items">Distinct items, in any order; none gives the zero vector.</param>
    /// <param name="weights">Their positive weights, or empty where each counts 1.</param>
    /// <param name="vector">Receives as many values as a factor has.</param>
    /// <exception cref="ArgumentException">A length does not fit, an item is unknown, or a weight is not positive and finite.</exception>
    public void FoldIn(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> vector)
    {
        History.Require(items, weights, ItemCount);
        if (vector.Length != Settings.Dimensions)
            throw new ArgumentException($"vector must have room for exactly {Settings.Dimensions} values; got {vector.Length}");
        vector.Clear();
        Ascend(items, weights, vector, parts: []);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        History.RequireScores(scores.Length, ItemCount);
        float[] vector = new float[Settings.Dimensions];
        FoldIn(items, weights, vector);
        _items.Score(vector, scores);
        VectorKernels.Axpy(1, _biases, scores);
    }

    /// <inheritdoc/>
    public void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
    {
        History.RequireRows(histories, firstUser, userCount, ItemCount, scores.Length);
        float[] vectors = new float[userCount * Settings.Dimensions];
        for (int user = 0; user < userCount; user++)
            FoldIn(histories.Items(firstUser + user), histories.Weights(firstUser + user), vectors.AsSpan(user * Settings.Dimensions, Settings.Dimensions));
        _items.Score(vectors, userCount, scores);
        for (int user = 0; user < userCount; user++)
            VectorKernels.Axpy(1, _biases, scores.Slice(user * ItemCount, ItemCount));
    }

    /// <inheritdoc/>
    /// <remarks>By the cosine of the factors.</remarks>
    public int Similar(int item, Span<ScoredItem> similar) => _items.Similar(item, similar);

    /// <inheritdoc/>
    /// <remarks>The user's factor is a sum of steps, and each step belongs to an item of the history; the bias of the explained item is shared equally.</remarks>
    public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions)
    {
        History.Require(items, weights, ItemCount);
        ReadOnlySpan<float> explained = ItemFactor(item);
        float[] parts = new float[items.Length * Settings.Dimensions];
        Ascend(items, weights, new float[Settings.Dimensions], parts);
        for (int i = 0; i < items.Length; i++)
            contributions[i] = VectorKernels.Dot(explained, parts.AsSpan(i * Settings.Dimensions, Settings.Dimensions)) + (_biases[item] / items.Length);
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        BinaryFileWriter writer = new(stream, ModelKind, FileVersion);
        writer.Section<long>("counts", [Settings.Dimensions, Settings.Epochs, Settings.Seed]);
        writer.Section<double>("settings", [Settings.LearningRate, Settings.Regularization, Settings.InitialDeviation]);
        writer.Section<float>("biases", _biases);
        writer.Section<float>("items", _items.Values);
        writer.End();
    }

    internal static Bpr Load(BinaryFileReader reader)
    {
        reader.RequireVersion(FileVersion);
        long[] counts = reader.Section<long>("counts");
        RecommenderModels.Require(counts is [> 0 and <= 2_048, > 0 and <= 10_000, _], "counts", "dimensions, epochs and seed are expected");
        double[] values = reader.Section<double>("settings");
        RecommenderModels.Require(values.Length == 3, "settings", "three numbers are expected");
        float[] biases = reader.Section<float>("biases");
        float[] items = reader.Section<float>("items");
        RecommenderModels.Require(items.Length == biases.Length * counts[0], "items", $"{biases.Length} rows of {counts[0]} are expected, there are {items.Length} values");
        reader.End();
        BprSettings settings = new()
        {
            Dimensions = (int)counts[0],
            Epochs = (int)counts[1],
            Seed = counts[2],
            LearningRate = values[0],
            Regularization = values[1],
            InitialDeviation = values[2],
        };
        RecommenderModels.RequireSettings(settings.Validate);
        RecommenderModels.RequireFinite("biases", biases);
        RecommenderModels.RequireFinite("items", items);
        return new Bpr(settings, items, biases);
    }

    /// <summary>The steps of a fold-in. Parts, where there is room for them, receive what each item of the history gave to the vector.</summary>
    private void Ascend(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> vector, Span<float> parts)
    {
        if (items.Length == ItemCount)
            return;

        // The order of the items must not matter, so the steps go by number.
        int[] order = new int[items.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        int[] sorted = items.ToArray();
        Array.Sort(sorted, order);

        int dimensions = Settings.Dimensions;
        float[] difference = new float[dimensions];
        PairwiseStep step = new(Settings);
        SeededRandom random = new(Settings.Seed);
        float scale = 1;
        for (int epoch = 0; epoch < Settings.Epochs; epoch++)
        {
            for (int at = 0; at < sorted.Length; at++)
            {
                int negative = NegativeSampler.Draw(sorted, ItemCount, random);
                ReadOnlySpan<float> positiveFactor = _items[sorted[at]], negativeFactor = _items[negative];
                float length = step.Length(vector, positiveFactor, negativeFactor, _biases[sorted[at]] - _biases[negative], History.Weight(weights, order[at]));
                positiveFactor.CopyTo(difference);
                VectorKernels.Axpy(-1, negativeFactor, difference);
                VectorKernels.Scale(step.Decay, vector);
                VectorKernels.Axpy(length, difference, vector);
                if (parts.IsEmpty)
                    continue;

                // All parts decay in every step: they are kept divided by what is left of one that was given at the start.
                scale *= step.Decay;
                if (scale < SmallestScale)
                {
                    VectorKernels.Scale(scale, parts);
                    scale = 1;
                }

                VectorKernels.Axpy(length / scale, difference, parts.Slice(order[at] * dimensions, dimensions));
            }
        }

        VectorKernels.Scale(scale, parts);
    }
}
