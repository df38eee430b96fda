using System.ComponentModel.DataAnnotations;
using Perto.Learning;

namespace Perto.Streaming;

/// <summary>How the ranker of the home page is trained; section <c>Perto:Streaming:Ranker</c>.</summary>
public sealed class RankerSettings
{
    /// <summary>Trees.</summary>
    [Range(1, 2_000)]
    public int Trees { get; set; } = 100;

    /// <summary>What a tree's values are multiplied by.</summary>
    [Range(0.001, 1)]
    public double LearningRate { get; set; } = 0.05;

    /// <summary>Leaves of a tree.</summary>
    [Range(2, 255)]
    public int Leaves { get; set; } = 15;

    /// <summary>Titles shown that a leaf rests on, at least.</summary>
    [Range(1, 100_000)]
    public int MinDataInLeaf { get; set; } = 50;

    /// <summary>Pulls the values of leaves to 0.</summary>
    [Range(0, 10_000)]
    public double L2 { get; set; } = 5;

    /// <summary>Share of the features that each tree may use.</summary>
    [Range(0.05, 1)]
    public double FeatureFraction { get; set; } = 0.6;

    /// <summary>Pairs count that have at least one title among as many at the top.</summary>
    [Range(1, 500)]
    public int Truncation { get; set; } = 20;

    /// <summary>Days of served pages to learn from.</summary>
    [Range(1, 3_650)]
    public int Days { get; set; } = 28;

    /// <summary>Hours after which it is taken as known what people did with a page; younger ones are not learned from.</summary>
    [Range(0, 720)]
    public int SettleHours { get; set; } = 24;

    /// <summary>Pages to learn from at most, the latest; bounds the memory of a training, which holds their numbers twice: 4 bytes for each title seen and feature.</summary>
    [Range(100, 10_000_000)]
    public int MaxPages { get; set; } = 100_000;

    /// <summary>Pages with a click at least; with fewer nothing is trained.</summary>
    [Range(10, 1_000_000)]
    public int MinPages { get; set; } = 200;

    /// <summary>Pages with a click that decide whether a version goes live, at least: of the last fifth, and served after all that the live version learned from.</summary>
    [Range(2, 1_000_000)]
    public int MinHeldOutPages { get; set; } = 40;

    /// <summary>How far below that of what is live the NDCG@10 may lie, by the lower end of the 95 % interval of the difference.</summary>
    [Range(0, 1)]
    public double AllowedDrop { get; set; } = 0.005;

    /// <summary>The same seed makes the same ranker of the same pages.</summary>
    public long Seed { get; set; } = 1;

    internal BoostingSettings ToBoosting() => new()
    {
        Trees = Trees,
        LearningRate = LearningRate,
        Leaves = Leaves,
        MinDataInLeaf = MinDataInLeaf,
        L2 = L2,
        FeatureFraction = FeatureFraction,
        BaggingFraction = 0.8,
        BaggingByQuery = true,
        Seed = Seed,
    };

    internal LambdaRankObjective ToObjective() => new() { Truncation = Truncation, LabelGains = Engagement.Gains, PositionBiasRegularization = 1e-3 };
}
