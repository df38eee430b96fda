using Perto.Learning;
using Perto.Numerics;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>A LambdaMART ranker that is set and checked, but not fitted yet.</summary>
public sealed class RankerPlan
{
    private const string Model = "lambdamart";
    private const int ValidationShare = 5;

    private readonly BoostingSettings _settings;
    private readonly LambdaRankObjective _objective;

    private RankerPlan(BoostingSettings settings, LambdaRankObjective objective, IReadOnlyDictionary<string, string> parameters)
    {
        _settings = settings;
        _objective = objective;
        Parameters = parameters;
    }

    /// <summary>All parameters, also those left at their defaults, without seed and early stopping.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Understands parameters before any data are read.</summary>
    /// <param name="given">Values by name, such as <c>leaves</c>: <c>15</c>. docs/learning-to-rank.md has all.</param>
    /// <exception cref="InvalidValueException">A parameter or a value is not one of those allowed.</exception>
    public static RankerPlan Of(IReadOnlyDictionary<string, string> given)
    {
        ParameterReader reader = new(Model, given);
        BoostingSettings boosting = new();
        LambdaRankObjective lambda = new();
        BoostingSettings settings = new()
        {
            Trees = reader.Read("trees", boosting.Trees),
            LearningRate = reader.Read("learning_rate", boosting.LearningRate),
            Leaves = reader.Read("leaves", boosting.Leaves),
            MaxDepth = reader.Read("max_depth", boosting.MaxDepth),
            MaxBins = reader.Read("max_bins", boosting.MaxBins),
            MinDataInBin = reader.Read("min_data_in_bin", boosting.MinDataInBin),
            MinDataInLeaf = reader.Read("min_data_in_leaf", boosting.MinDataInLeaf),
            MinHessianInLeaf = reader.Read("min_hessian_in_leaf", boosting.MinHessianInLeaf),
            MinGainToSplit = reader.Read("min_gain_to_split", boosting.MinGainToSplit),
            L1 = reader.Read("l1", boosting.L1),
            L2 = reader.Read("l2", boosting.L2),
            FeatureFraction = reader.Read("feature_fraction", boosting.FeatureFraction),
            BaggingFraction = reader.Read("bagging_fraction", boosting.BaggingFraction),
            BaggingFrequency = reader.Read("bagging_frequency", boosting.BaggingFrequency),
            BaggingByQuery = reader.ReadChoice("bagging_by_query", Switch.Off) == Switch.On,
        };
        LambdaRankObjective objective = new()
        {
            Truncation = reader.Read("truncation", lambda.Truncation),
            Normalize = reader.ReadChoice("normalize", Switch.On) == Switch.On,
            Sigmoid = reader.Read("sigmoid", lambda.Sigmoid),
            MaxGroupSize = reader.Read("max_group_size", lambda.MaxGroupSize),
            PositionBiasRegularization = reader.Read("position_bias_regularization", lambda.PositionBiasRegularization),
        };
        reader.Validate(settings.Validate);
        reader.Validate(objective.Validate);
        reader.RefuseOthers();
        return new RankerPlan(settings, objective, reader.Values);
    }

    /// <summary>
    /// Fits a ranker. With early stopping and no validation rows a fifth of the queries, drawn by the seed, says how many trees are best, and
    /// as many are then grown on all queries.
    /// </summary>
    /// <param name="train">What to learn from, with groups.</param>
    /// <param name="seed">Seed of what is drawn.</param>
    /// <param name="earlyStopping">After how many trees without improvement of NDCG@5 to stop; 0 for all trees.</param>
    /// <param name="validation">Where the improvement is looked for.</param>
    /// <param name="options">Threads and progress.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="InvalidValueException">There are no groups, one is too large, or there are too few for early stopping.</exception>
    public BoostedTrees Fit(
        LabeledRows train,
        long seed,
        int earlyStopping = 0,
        LabeledRows? validation = null,
        FitOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        RequireGroups(train);
        if (validation is not null)
            RequireGroups(validation);
        BoostingSettings settings = _settings with { Seed = seed, EarlyStopping = earlyStopping };
        if (earlyStopping == 0 || validation is not null)
            return BoostedTrees.Fit(train, _objective, settings, earlyStopping == 0 ? null : validation, null, options, cancellationToken);

        int[] queries = [.. Enumerable.Range(0, train.GroupStarts().Length - 1)];
        int held = queries.Length / ValidationShare;
        if (held == 0)
            throw new InvalidValueException("early_stopping", earlyStopping, "0", $"early stopping needs at least {ValidationShare} queries; got {queries.Length}");
        SeededRandom.ForStream(seed, 2).Shuffle<int>(queries);
        BoostedTrees chosen = BoostedTrees.Fit(
            train.OfGroups(queries.AsSpan(held)), _objective, settings, train.OfGroups(queries.AsSpan(0, held)), null, options, cancellationToken);
        return BoostedTrees.Fit(train, _objective, settings with { Trees = chosen.Trees.Count, EarlyStopping = 0 }, null, null, options, cancellationToken);
    }

    private void RequireGroups(LabeledRows rows)
    {
        int largest = rows.Groups?.Max() ?? throw new InvalidValueException("groups", "none", "the rows of each query", "a ranker needs to know how many rows each query has");
        if (largest > _objective.MaxGroupSize)
        {
            throw new InvalidValueException(
                "max_group_size", _objective.MaxGroupSize, $"at least {largest}", $"max_group_size of {Model} must be at least the rows of the largest query, {largest}; got {_objective.MaxGroupSize}");
        }
    }

    private enum Switch
    {
        Off,
        On,
    }
}
