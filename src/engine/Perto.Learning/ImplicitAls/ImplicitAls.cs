using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Matrix factorisation for implicit feedback by alternating least squares: Hu, Koren and Volinsky 2008 in the form of Rendle,
/// Krichene, Zhang and Koren 2021 ("Revisiting the Performance of iALS on Item Recommendation Benchmarks"). Minimises
/// sum over interactions of w (1 - u'h)^2 + alpha_0 * sum over all pairs of (u'h)^2 + frequency-scaled regularisation.
/// The model holds the item factors and what fold-in needs, no user factors: a user is solved from a history when asked.
/// </summary>
public sealed class ImplicitAls : IRecommenderModel
{
    /// <summary>The kind as files and the command line name it.</summary>
    public const string ModelKind = "ials";

    private const int FileVersion = 3;

    private readonly ItemFactors _items;

    // Of the items' Gram matrix, which is diagonal: the factors stand on its axes. Times the unobserved weight.
    private readonly float[] _eigenvalues;

    // Items that came later change nothing in what a user is solved from.
    private readonly int _fittedItems;

    private ImplicitAls(ImplicitAlsSettings settings, float[] items, float[] eigenvalues, int? fittedItems = null)
    {
        Settings = settings;
        _items = new ItemFactors(items, settings.Dimensions);
        _eigenvalues = eigenvalues;
        _fittedItems = fittedItems ?? _items.Count;
    }

    /// <inheritdoc/>
    public string Kind => ModelKind;

    /// <inheritdoc/>
    public int ItemCount => _items.Count;

    /// <summary>Length of a factor.</summary>
    public int Dimensions => Settings.Dimensions;

    /// <summary>The settings it was fitted with.</summary>
    public ImplicitAlsSettings Settings { get; }

    /// <summary>The factors of all items, row-major, <see cref="ItemCount"/> x <see cref="Dimensions"/>. A score is an inner product with them.</summary>
    public ReadOnlySpan<float> AllItemFactors => _items.Values;

    /// <summary>The factor of one item.</summary>
    public ReadOnlySpan<float> ItemFactor(int item) => _items[item];

    /// <summary>Fits the factors. The result depends on the data and the settings, not on the number of threads.</summary>
    /// <param name="interactions">What users did. A weight says how much a missed interaction costs.</param>
    /// <param name="settings">See there.</param>
    /// <param name="options">Threads and progress: one call for each epoch.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="SettingOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ModelTooLargeException">The factors of one side do not fit into one array.</exception>
    /// <exception cref="NotPositiveDefiniteException">Weights or regularisation are beyond single precision.</exception>
    public static ImplicitAls Fit(
        InteractionMatrix interactions, ImplicitAlsSettings settings, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        settings.Validate();
        AlternatingLeastSquares solver = new(interactions, settings, (options ?? new FitOptions()).Parallel(cancellationToken));
        for (int epoch = 1; epoch <= settings.Epochs; epoch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            solver.Step();
            options?.Progress?.Invoke(new FitProgress(epoch, settings.Epochs, options.Loss ? solver.Loss() : null));
        }

        (float[] items, float[] eigenvalues) = solver.Finish();
        VectorKernels.Scale((float)settings.UnobservedWeight, eigenvalues);
        return new ImplicitAls(settings, items, eigenvalues);
    }

    /// <summary>
    /// The same model with factors for items that nobody had, such as <see cref="ItemFeatureMap"/> gives them; further items come behind those
    /// there are. The users' side stays as it was fitted, so that what is known of the other items is scored as before.
    /// </summary>
    /// <param name="factors">Rows of <see cref="Dimensions"/> finite values.</param>
    /// <exception cref="ArgumentException">They are no whole rows, or a value is not finite.</exception>
    public ImplicitAls WithItems(ReadOnlySpan<float> factors)
    {
        if (factors.Length % Dimensions != 0)
            throw new ArgumentException($"factors must be rows of {Dimensions} values; got {factors.Length}");
        foreach (float value in factors)
        {
            if (!float.IsFinite(value))
                throw new ArgumentException($"factors must be finite; got {value}");
        }

        return new ImplicitAls(Settings, [.. _items.Values, .. factors], _eigenvalues, _fittedItems);
    }

    /// <summary>Solves the factor of a user from a history: what the user half-step of the fit would give.</summary>
    /// <param name="items">Distinct items, in any order; none gives the zero vector.</param>
    /// <param name="weights">Their positive weights, or empty where each counts 1.</param>
    /// <param name="vector">Receives <see cref="Dimensions"/> values.</param>
    /// <exception cref="ArgumentException">A length does not fit, an item is unknown, or a weight is not positive and finite.</exception>
    public void FoldIn(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> vector)
    {
        History.Require(items, weights, ItemCount);
        if (vector.Length != Dimensions)
            throw new ArgumentException($"vector must have room for exactly {Dimensions} values; got {vector.Length}");
        FoldIn(new RowSolver(Dimensions, items.Length), items, weights, vector);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        History.RequireScores(scores.Length, ItemCount);
        float[] vector = new float[Dimensions];
        FoldIn(items, weights, vector);
        _items.Score(vector, scores);
    }

    /// <inheritdoc/>
    public void ScoreSome(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, ReadOnlySpan<int> wanted, Span<float> scores)
    {
        History.RequireWanted(wanted, scores.Length, ItemCount);
        float[] vector = new float[Dimensions];
        FoldIn(items, weights, vector);
        for (int i = 0; i < wanted.Length; i++)
            scores[i] = VectorKernels.Dot(vector, _items[wanted[i]]);
    }

    /// <inheritdoc/>
    public void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
    {
        History.RequireRows(histories, firstUser, userCount, ItemCount, scores.Length);
        float[] vectors = new float[userCount * Dimensions];
        int longest = 0;
        for (int user = 0; user < userCount; user++)
            longest = Math.Max(longest, histories.Degree(firstUser + user));
        RowSolver solver = new(Dimensions, longest);
        for (int user = 0; user < userCount; user++)
        {
            Span<float> vector = vectors.AsSpan(user * Dimensions, Dimensions);
            FoldIn(solver, histories.Items(firstUser + user), histories.Weights(firstUser + user), vector);
        }

        _items.Score(vectors, userCount, scores);
    }

    /// <inheritdoc/>
    /// <remarks>By the cosine of the factors. Items without a factor (nobody had them) are similar to nothing.</remarks>
    public int Similar(int item, Span<ScoredItem> similar) => _items.Similar(item, similar);

    /// <inheritdoc/>
    /// <remarks>Hu, Koren and Volinsky 2008, section 5: the score of j is the sum over the history of w_i h_i'A^-1 h_j.</remarks>
    public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions)
    {
        History.Require(items, weights, ItemCount);
        float[] image = ItemFactor(item).ToArray();
        float regularization = Settings.RegularizationOf(items.Length, _fittedItems);
        new RowSolver(Dimensions, Dimensions).Apply(items, weights, _items.Values, _eigenvalues, regularization, image);
        for (int i = 0; i < items.Length; i++)
            contributions[i] = History.Weight(weights, i) * VectorKernels.Dot(image, ItemFactor(items[i]));
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        BinaryFileWriter writer = new(stream, ModelKind, FileVersion);
        writer.Section<long>("counts", [Settings.Dimensions, Settings.Epochs, Settings.Seed, Settings.ConjugateGradientSteps, _fittedItems]);
        writer.Section<double>(
            "settings",
            [Settings.Regularization, Settings.UnobservedWeight, Settings.FrequencyExponent, Settings.InitialDeviation]);
        writer.Section<float>("eigenvalues", _eigenvalues);
        writer.Section<float>("items", _items.Values);
        writer.End();
    }

    internal static ImplicitAls Load(BinaryFileReader reader)
    {
        reader.RequireVersion(FileVersion);
        long[] counts = reader.Section<long>("counts");
        RecommenderModels.Require(counts is [> 0 and <= 2_048, _, _] or [> 0 and <= 2_048, _, _, >= 0 and <= 100, ..], "counts", "dimensions, epochs, seed, steps and items are expected");
        double[] values = reader.Section<double>("settings");
        RecommenderModels.Require(values.Length == 4, "settings", "four numbers are expected");
        float[] eigenvalues = reader.Section<float>("eigenvalues");
        RecommenderModels.Require(eigenvalues.Length == counts[0], "eigenvalues", $"{counts[0]} are expected, there are {eigenvalues.Length}");
        float[] items = reader.Section<float>("items");
        RecommenderModels.Require(items.Length % counts[0] == 0, "items", $"{items.Length} values are no rows of {counts[0]}");
        reader.End();
        ImplicitAlsSettings settings = new()
        {
            Dimensions = (int)counts[0],
            Epochs = (int)counts[1],
            Seed = counts[2],
            // Files of the first version have no steps, and of the second no count of fitted items.
            ConjugateGradientSteps = counts.Length > 3 ? (int)counts[3] : 0,
            Regularization = values[0],
            UnobservedWeight = values[1],
            FrequencyExponent = values[2],
            InitialDeviation = values[3],
        };
        RecommenderModels.RequireSettings(settings.Validate);
        RecommenderModels.RequireFinite("items", items);
        RecommenderModels.RequireFinite("eigenvalues", eigenvalues);
        int count = items.Length / settings.Dimensions;
        long fitted = counts.Length > 4 ? counts[4] : count;
        RecommenderModels.Require(fitted >= 0 && fitted <= count, "counts", $"at most {count} items can have been fitted; got {fitted}");
        return new ImplicitAls(settings, items, eigenvalues, (int)fitted);
    }

    private void FoldIn(RowSolver solver, ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> vector) =>
        solver.Solve(items, weights, _items.Values, _eigenvalues, Settings.RegularizationOf(items.Length, _fittedItems), vector);
}
