using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Gradient-boosted decision trees (Friedman 2001), grown from histograms and leaf by leaf as in LightGBM (Ke et al. 2017): regression,
/// classification, counts, quantiles and, with <see cref="LambdaRankObjective"/>, learning to rank. A score is the sum of one leaf of each
/// tree; a prediction is the score on the scale of the label.
/// </summary>
public sealed class BoostedTrees
{
    /// <summary>The kind as files name it.</summary>
    public const string ModelKind = "trees";

    private readonly DecisionTree[] _trees;
    private readonly Lazy<CompiledForest> _compiled;
    private readonly Lazy<DiagonalRule> _rule;

    internal BoostedTrees(DecisionTree[] trees, string[] featureNames, ScoreTransform transform, bool averagesTrees)
    {
        _trees = trees;
        FeatureNames = featureNames;
        Transform = transform;
        AveragesTrees = averagesTrees;
        _compiled = new Lazy<CompiledForest>(() => new CompiledForest(_trees, featureNames.Length));
        _rule = new Lazy<DiagonalRule>(() => new DiagonalRule(TreeShap.Depth(_trees)));
    }

    /// <summary>The trees, in the order in which they were grown.</summary>
    public IReadOnlyList<DecisionTree> Trees => _trees;

    /// <summary>A name for each feature.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Features of a row.</summary>
    public int FeatureCount => FeatureNames.Count;

    /// <summary>How a score becomes a prediction.</summary>
    public ScoreTransform Transform { get; }

    /// <summary>Whether the score is the mean of the trees and not their sum: of random forests that LightGBM wrote.</summary>
    public bool AveragesTrees { get; }

    /// <summary>
    /// What each place that rows were shown at added to their scores while these trees were fitted (<see cref="LabeledRows.Positions"/>), on the
    /// scale of scores: log-odds of a label. Where features tell the place, they share it. Empty where places were not known, and of trees that were read from a file: a score is free of it.
    /// </summary>
    public IReadOnlyList<double> PositionBiases { get; init; } = [];

    internal double Scale => AveragesTrees && _trees.Length > 0 ? 1.0 / _trees.Length : 1;

    /// <summary>
    /// Fits trees. The result depends on the data and the settings, not on the number of threads.
    /// </summary>
    /// <param name="rows">What to learn from.</param>
    /// <param name="objective">What to make small.</param>
    /// <param name="settings">See there.</param>
    /// <param name="validation">Rows on which the metric is watched; the trees behind the best are left out where <see cref="BoostingSettings.EarlyStopping"/> is set.</param>
    /// <param name="metric">The metric; null for the objective's own.</param>
    /// <param name="options">Threads and progress: one call for each tree.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="ArgumentException">Rows do not fit together, or hold what the objective cannot learn from.</exception>
    /// <exception cref="SettingOutOfRangeException">A setting is out of range or does not fit the rows.</exception>
    /// <exception cref="ModelTooLargeException">The rows do not fit into one array of bins.</exception>
    public static BoostedTrees Fit(
        LabeledRows rows,
        BoostingObjective objective,
        BoostingSettings settings,
        LabeledRows? validation = null,
        BoostingMetric? metric = null,
        FitOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        settings.Validate();
        rows.Validate();
        settings.Validate(rows);
        RequireValidation(rows, settings, validation);
        ObjectiveState state = objective.Start(rows, settings);
        RequireValidation(objective, validation);
        SettingOutOfRangeException.ThrowUnless(
            state.LeafQuantile is null || settings.MonotoneConstraints.All(constraint => constraint == 0),
            nameof(settings.MonotoneConstraints),
            $"constraints with {objective.Text}",
            "empty where leaves are quantiles");
        ScoreTransform transform = ScoreTransform.Of(objective.Text)!;
        ParallelOptions parallel = (options ?? new FitOptions()).Parallel(cancellationToken);
        EarlyStop? stop = validation is null ? null : new EarlyStop(validation, metric ?? objective.Metric, transform, settings.EarlyStopping, parallel);
        Boosting boosting = new(rows, settings, state, parallel);
        for (int tree = 1; tree <= settings.Trees; tree++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool grew = boosting.Step();
            bool stops = boosting.Trees.Count == tree && stop is not null && stop.Add(boosting.Trees[^1], tree);
            options?.Progress?.Invoke(new FitProgress(tree, settings.Trees, options.Loss ? boosting.Loss : null));
            if (!grew || stops)
                break;
        }

        int kept = stop is not null && settings.EarlyStopping > 0 ? stop.BestTrees : boosting.Trees.Count;
        return new BoostedTrees([.. boosting.Trees.Take(kept)], rows.FeatureNames ?? DefaultNames(rows.FeatureCount), transform, false)
        {
            PositionBiases = [.. state.PositionBiases],
        };
    }

    /// <summary>The score of one row.</summary>
    /// <param name="row"><see cref="FeatureCount"/> features; NaN is missing.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public double Score(ReadOnlySpan<float> row)
    {
        RequireRow(row.Length);
        double score = 0;
        foreach (DecisionTree tree in _trees)
            score += tree.Score(row);
        return score * Scale;
    }

    /// <summary>The scores of many rows, on the calling thread: to the last bit what each alone has, and several times as fast.</summary>
    /// <param name="rows">Rows one after another, each of <see cref="FeatureCount"/> features.</param>
    /// <param name="scores">Receives a score for each.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        if (rows.Length != (long)scores.Length * FeatureCount)
            throw new ArgumentException($"rows must be {scores.Length} x {FeatureCount} features; got {rows.Length} values");
        _compiled.Value.Score(rows, scores);
        double scale = Scale;
        if (scale == 1)
            return;
        foreach (ref double score in scores)
            score *= scale;
    }

    /// <summary>The predictions of many rows: their scores on the scale of the label.</summary>
    /// <param name="rows">As for <see cref="Score(ReadOnlySpan{float}, Span{double})"/>.</param>
    /// <param name="predictions">Receives a prediction for each.</param>
    public void Predict(ReadOnlySpan<float> rows, Span<double> predictions)
    {
        Score(rows, predictions);
        foreach (ref double prediction in predictions)
            prediction = Transform.Apply(prediction);
    }

    /// <summary>
    /// How much each feature of a row adds to its score: exact Shapley values where what is not known of a row is averaged over the rows of
    /// training that went each way (path-dependent TreeSHAP; Lundberg, Erion and Lee 2018). For many rows there is <see cref="TreeExplainer"/>.
    /// </summary>
    /// <param name="row">As for scoring.</param>
    /// <param name="contributions">Receives one value a feature and then the mean score; all of them add up to the row's score.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="InvalidOperationException">A tree is more than 1000 splits deep, or was read without how many rows of training went which way.</exception>
    public void Contributions(ReadOnlySpan<float> row, Span<double> contributions)
    {
        RequireLengths(row, contributions);
        contributions.Clear();
        TreeShap.Add(_trees, _rule.Value, row, contributions);
        foreach (ref double contribution in contributions)
            contribution *= Scale;
    }

    /// <summary>For each feature the sum of what its splits gained.</summary>
    public double[] GainImportance() => Importance(static node => node.Gain);

    /// <summary>For each feature how many splits it has.</summary>
    public double[] SplitImportance() => Importance(static _ => 1);

    /// <summary>Writes the model so that <see cref="Load"/> reads it back. The stream stays open.</summary>
    public void Save(Stream stream) => TreesFile.Write(this, stream);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="BinaryFormatException">The file is damaged, cut short, or holds something that is not known here.</exception>
    public static BoostedTrees Load(Stream stream) => TreesFile.Read(new BinaryFileReader(stream));

    internal void RequireLengths(ReadOnlySpan<float> row, Span<double> contributions)
    {
        RequireRow(row.Length);
        if (contributions.Length != FeatureCount + 1)
            throw new ArgumentException($"contributions must have room for {FeatureCount + 1} values; got {contributions.Length}");
    }

    internal static string[] DefaultNames(int count) => [.. Enumerable.Range(0, count).Select(feature => $"Column_{feature}")];

    private double[] Importance(Func<TreeNode, double> of)
    {
        double[] importance = new double[FeatureCount];
        foreach (DecisionTree tree in _trees)
        {
            foreach (TreeNode node in tree.Nodes)
                importance[node.Feature] += node.Gain > 0 ? of(node) : 0;
        }

        return importance;
    }

    private void RequireRow(int length)
    {
        if (length != FeatureCount)
            throw new ArgumentException($"row must have {FeatureCount} features; got {length}");
    }

    private static void RequireValidation(LabeledRows rows, BoostingSettings settings, LabeledRows? validation)
    {
        SettingOutOfRangeException.ThrowUnless(
            settings.EarlyStopping == 0 || validation is not null, nameof(settings.EarlyStopping), settings.EarlyStopping, "0 where there are no validation rows");
        if (validation is null)
            return;
        validation.Validate();
        if (validation.FeatureCount != rows.FeatureCount)
            throw new ArgumentException($"validation must have the {rows.FeatureCount} features of rows; got {validation.FeatureCount}");
        if (rows.InitialScores is null != validation.InitialScores is null)
            throw new ArgumentException("validation must have InitialScores where rows have them, and nowhere else: scores of both are on one scale");
    }

    private static void RequireValidation(BoostingObjective objective, LabeledRows? validation)
    {
        try
        {
            if (validation is not null)
                objective.Require(validation);
        }
        catch (ArgumentException problem)
        {
            throw new ArgumentException($"validation: {problem.Message}", problem);
        }
    }
}
