namespace Perto.Learning;

/// <summary>
/// LambdaMART: pairs of rows of a query are pushed apart in proportion to what swapping them would change in NDCG (Burges, "From
/// RankNet to LambdaRank to LambdaMART", 2010), with the truncation and the normalisation of LightGBM's lambdarank, and, where positions
/// are given, with its correction of the places at which rows were shown. Labels are relevance grades 0, 1, 2, ...
/// </summary>
public sealed class LambdaRankObjective : BoostingObjective
{
    /// <summary>
    /// Pairs count that have at least one row among the first of the ranking, as many as this (lambdarank_truncation_level), in 1..10000.
    /// A little more than the k of the NDCG that matters.
    /// </summary>
    public int Truncation { get; init; } = 30;

    /// <summary>
    /// Whether pushes are divided by the difference of the scores and a query's pushes are brought to the logarithm of their sum
    /// (lambdarank_norm): long queries and those that are far from right do not drown the others.
    /// </summary>
    public bool Normalize { get; init; } = true;

    /// <summary>Steepness of the pairwise loss (sigmoid), above 0 and at most 1000.</summary>
    public double Sigmoid { get; init; } = 1;

    /// <summary>The gain of each grade (label_gain), from 0 and never falling; empty for 2^grade - 1 up to grade 30.</summary>
    public IReadOnlyList<double> LabelGains { get; init; } = [];

    /// <summary>Most rows of a query, in 2..1000000: the pairs of a query grow with truncation x rows.</summary>
    public int MaxGroupSize { get; init; } = 10_000;

    /// <summary>Pulls the estimated effects of positions to 0 (lambdarank_position_bias_regularization), in 0..1e6.</summary>
    public double PositionBiasRegularization { get; init; }

    /// <inheritdoc/>
    public override string Text => "lambdarank";

    /// <inheritdoc/>
    public override BoostingMetric Metric => new Ndcg(5) { LabelGains = LabelGains };

    private double[] Gains => LabelGains.Count == 0 ? Ndcg.DefaultGains() : [.. LabelGains];

    /// <inheritdoc/>
    public override ObjectiveState Start(LabeledRows rows, BoostingSettings settings)
    {
        Validate();
        Require(rows);
        return new LambdaRankState(rows, this, Gains, settings.LearningRate);
    }

    /// <summary>Refuses parameters out of range.</summary>
    /// <exception cref="SettingOutOfRangeException">A parameter is out of range.</exception>
    public void Validate()
    {
        SettingOutOfRangeException.ThrowUnless(Truncation is >= 1 and <= 10_000, nameof(Truncation), Truncation, "in 1..10000");
        SettingOutOfRangeException.ThrowUnless(Sigmoid is > 0 and <= 1_000, nameof(Sigmoid), Sigmoid, "above 0 and at most 1000");
        SettingOutOfRangeException.ThrowUnless(MaxGroupSize is >= 2 and <= 1_000_000, nameof(MaxGroupSize), MaxGroupSize, "in 2..1000000");
        SettingOutOfRangeException.ThrowUnless(
            PositionBiasRegularization is >= 0 and <= 1e6, nameof(PositionBiasRegularization), PositionBiasRegularization, "in 0..1000000");
        Ndcg.Validate(LabelGains);
    }

    internal override void Require(LabeledRows rows)
    {
        int grades = LabelGains.Count == 0 ? Ndcg.Grades : LabelGains.Count;
        RequireLabels(rows, $"whole numbers in 0..{grades - 1}", label => label >= 0 && label < grades && label == MathF.Floor(label));
        if (rows.Groups is null)
            throw new ArgumentException("Groups must say how many rows each query has: lambdarank compares the rows of a query");
        int largest = rows.Groups.Max();
        if (largest > MaxGroupSize)
            throw new ArgumentException($"Groups must be at most {MaxGroupSize} (MaxGroupSize); got {largest} in group {Array.IndexOf(rows.Groups, largest)}");
    }
}
