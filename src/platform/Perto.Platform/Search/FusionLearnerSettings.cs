namespace Perto.Platform;

/// <summary>How <see cref="FusionLearner"/> chooses.</summary>
public sealed record FusionLearnerSettings
{
    /// <summary>Parts that the queries are split into, each held out once; 2 to 20.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Fewest judged queries that are learned from, 10 to 1,000,000 and at least <see cref="Folds"/>: below it nothing is tried.</summary>
    public int MinQueries { get; init; } = 20;

    /// <summary>Records of a ranking that are looked at, 1 to 1000: the k of nDCG@k.</summary>
    public int K { get; init; } = 10;

    /// <summary>How probable a lead over the best single part may be by chance alone, above 0 and below 1.</summary>
    public double Significance { get; init; } = 0.05;

    /// <summary>Draws the folds and the permutations of the test.</summary>
    public long Seed { get; init; } = 1;

    /// <exception cref="InvalidValueException">A setting is out of its range.</exception>
    internal void Validate()
    {
        Require("folds", Folds, 2, 20);
        Require("min_queries", MinQueries, 10, 1_000_000);
        if (MinQueries < Folds)
            throw new InvalidValueException("min_queries", MinQueries, $"at least folds, {Folds}", $"min_queries must be at least folds, {Folds}; got {MinQueries}");
        Require("k", K, 1, 1_000);
        if (!(Significance is > 0 and < 1))
            throw new InvalidValueException("significance", Significance, "above 0 and below 1", $"significance must be above 0 and below 1; got {Significance}");
    }

    private static void Require(string name, int given, int low, int high)
    {
        if (given < low || given > high)
            throw InvalidValueException.OutOfRange(name, given, low, high);
    }
}
