using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Neural collaborative filtering: NeuMF of He, Liao, Zhang, Nie, Hu and Chua 2017 ("Neural Collaborative Filtering", section 3.4), a generalised
/// matrix factorisation and a perceptron over the same pair, joined by a logistic output. One thing differs: a user has no parameters. The
/// user's vector is an offset plus the sum of a second embedding of the items of the history, divided by a power of its length (as FISM of Kabbur,
/// Ning and Karypis 2013 does), so that the model scores people it has never seen, and a new item in a history counts at once. In training the
/// positives to be predicted are taken out of the history first. A score is the logit: the logarithm of the odds.
/// </summary>
public sealed class NeuralCf : IRecommenderModel
{
    /// <summary>The kind as files and the command line name it.</summary>
    public const string ModelKind = "ncf";

    private readonly NeuralCfParameters _parameters;
    private readonly Lazy<ItemScorer> _scorer;

    internal NeuralCf(NeuralCfSettings settings, NeuralCfParameters parameters)
    {
        Settings = settings;
        _parameters = parameters;
        _scorer = new Lazy<ItemScorer>(() => new ItemScorer(parameters));
    }

    /// <inheritdoc/>
    public string Kind => ModelKind;

    /// <inheritdoc/>
    public int ItemCount => _parameters.Items.Count;

    /// <summary>Length of a user's or an item's vector: both branches, one after the other.</summary>
    public int VectorLength => 2 * Settings.Dimensions;

    /// <summary>The settings it was fitted with; <see cref="NeuralCfSettings.Epochs"/> is the number of passes that were made.</summary>
    public NeuralCfSettings Settings { get; }

    /// <summary>Fits the model. The result depends on the data and the settings, not on the number of threads.</summary>
    /// <param name="interactions">What users did. A weight says how much a missed interaction costs, and how much an item counts in a history.</param>
    /// <param name="settings">See there.</param>
    /// <param name="options">
    /// Threads and progress: one call for each epoch, first of the search for the number of passes, then of the fit on everything.
    /// </param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="SettingOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ModelTooLargeException">A table of embeddings does not fit into one array.</exception>
    /// <exception cref="ArithmeticException">Training diverged: weights or the learning rate are too large.</exception>
    public static NeuralCf Fit(
        InteractionMatrix interactions, NeuralCfSettings settings, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        settings.Validate();
        FitOptions run = options ?? new FitOptions();
        int epochs = settings.Epochs;
        int searched = 0;
        if (settings.Patience > 0 && HeldOutItems.From(interactions, settings.Seed) is { } heldOut)
            (epochs, searched) = BestEpochs(heldOut, settings, run, cancellationToken);

        NeuralCfTraining training = new(interactions, settings, run.Parallel(cancellationToken));
        for (int epoch = 1; epoch <= epochs; epoch++)
            Report(run, searched + epoch, searched + epochs, RequireFinite(training.Epoch(epoch)));
        return new NeuralCf(settings with { Epochs = epochs }, training.Parameters);
    }

    /// <summary>The vector of a user from a history.</summary>
    /// <param name="items">Distinct items, in any order; none gives the vector of a user of whom nothing is known.</param>
    /// <param name="weights">Their positive weights, or empty where each counts 1.</param>
    /// <param name="vector">Receives <see cref="VectorLength"/> values.</param>
    /// <exception cref="ArgumentException">A length does not fit, an item is unknown, or a weight is not positive and finite.</exception>
    public void FoldIn(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> vector)
    {
        History.Require(items, weights, ItemCount);
        if (vector.Length != VectorLength)
            throw new ArgumentException($"vector must have room for exactly {VectorLength} values; got {vector.Length}");
        _parameters.UserVector(items, weights, Settings.HistoryExponent, vector);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        History.RequireScores(scores.Length, ItemCount);
        float[] vector = new float[VectorLength];
        FoldIn(items, weights, vector);
        _scorer.Value.Score(vector, 1, scores);
    }

    /// <inheritdoc/>
    public void ScoreSome(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, ReadOnlySpan<int> wanted, Span<float> scores)
    {
        History.RequireWanted(wanted, scores.Length, ItemCount);
        float[] vector = new float[VectorLength];
        FoldIn(items, weights, vector);
        _scorer.Value.ScoreSome(vector, wanted, scores);
    }

    /// <inheritdoc/>
    public void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
    {
        History.RequireRows(histories, firstUser, userCount, ItemCount, scores.Length);
        float[] vectors = new float[userCount * VectorLength];
        for (int user = 0; user < userCount; user++)
            FoldIn(histories.Items(firstUser + user), histories.Weights(firstUser + user), vectors.AsSpan(user * VectorLength, VectorLength));
        _scorer.Value.Score(vectors, userCount, scores);
    }

    /// <inheritdoc/>
    /// <remarks>By the cosine of the vectors with which items are scored.</remarks>
    public int Similar(int item, Span<ScoredItem> similar)
    {
        return new ItemFactors(_parameters.Items.Values, _parameters.Items.Width).Similar(item, similar);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// By integrated gradients from the vector of an empty history to that of this one. What the item would score for an empty history belongs
    /// to no item of the history and is shared among them by weight, as is what the integration rounds.
    /// </remarks>
    public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions)
    {
        History.RequireItem(item, ItemCount);
        float[] vector = new float[VectorLength];
        FoldIn(items, weights, vector);
        if (items.IsEmpty)
            return;
        float scale = _parameters.UserVector(items, weights, Settings.HistoryExponent, vector);
        float[] slope = new float[VectorLength];
        new ScorePath(_parameters.Network).MeanSlope(vector, _parameters.Items.Row(item), slope);

        double rest = ScoreOf(vector, item);
        double sumOfWeights = 0;
        for (int i = 0; i < items.Length; i++)
        {
            float weight = History.Weight(weights, i);
            contributions[i] = weight * scale * VectorKernels.Dot(slope, _parameters.History.Row(items[i]));
            rest -= contributions[i];
            sumOfWeights += weight;
        }

        for (int i = 0; i < items.Length; i++)
            contributions[i] += (float)(rest * History.Weight(weights, i) / sumOfWeights);
    }

    /// <inheritdoc/>
    public void Save(Stream stream) => NeuralCfFile.Save(stream, Settings, _parameters);

    internal static NeuralCf Load(BinaryFileReader reader)
    {
        (NeuralCfSettings settings, NeuralCfParameters parameters) = NeuralCfFile.Load(reader);
        return new NeuralCf(settings, parameters);
    }

    /// <summary>Trains on the inner split until it does not get better.</summary>
    /// <returns>How many epochs were best, and how many were tried.</returns>
    private static (int Best, int Tried) BestEpochs(
        HeldOutItems heldOut, NeuralCfSettings settings, FitOptions run, CancellationToken cancellationToken)
    {
        NeuralCfTraining training = new(heldOut.Training, settings, run.Parallel(cancellationToken));
        int best = 1;
        double bestNdcg = double.NegativeInfinity;
        int epoch = 0;
        while (epoch < settings.Epochs && epoch - best < settings.Patience)
        {
            epoch++;
            double loss = RequireFinite(training.Epoch(epoch));
            double ndcg = heldOut.Ndcg(new NeuralCf(settings, training.Parameters), run, cancellationToken);
            if (ndcg > bestNdcg)
                (best, bestNdcg) = (epoch, ndcg);
            Report(run, epoch, 2 * settings.Epochs, loss);
        }

        return (best, epoch);
    }

    private static void Report(FitOptions run, int step, int steps, double loss) =>
        run.Progress?.Invoke(new FitProgress(step, steps, run.Loss ? loss : null));

    private static double RequireFinite(double loss) => double.IsFinite(loss)
        ? loss
        : throw new ArithmeticException("training diverged: smaller weights or a smaller learning rate keep it finite");

    /// <summary>The score of one item.</summary>
    private float ScoreOf(ReadOnlySpan<float> user, int item)
    {
        Span<float> score = stackalloc float[1];
        _scorer.Value.ScoreSome(user, [item], score);
        return score[0];
    }
}
