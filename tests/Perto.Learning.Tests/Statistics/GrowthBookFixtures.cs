namespace Perto.Learning.Tests;

/// <summary>Arms of the tests of GrowthBook's statistics engine (github.com/growthbook/growthbook, packages/stats/tests, MIT licence).</summary>
internal static class GrowthBookFixtures
{
    /// <summary>frequentist/test_tests.py, TestTwoSidedTTest.setUp.</summary>
    public static ArmStatistic MeanA { get; } = ArmStatistic.Mean(3_407, 1396.87, 52377.9767);

    /// <summary>The same with the number of units of TestSequentialTTest.</summary>
    public static ArmStatistic SequentialMeanA { get; } = ArmStatistic.Mean(3_000, 1396.87, 52377.9767);

    public static ArmStatistic MeanB { get; } = ArmStatistic.Mean(3_461, 2422.7, 134698.29);

    /// <summary>frequentist/test_tests.py, test_sequential_test_runs_ra.</summary>
    public static ArmStatistic AdjustedMeanA { get; } = AdjustedMean(MetricKind.Mean, 3_000, 1396.87, 52377.9767, 16.87, 527.9767, 1);

    public static ArmStatistic AdjustedMeanB { get; } = AdjustedMean(MetricKind.Mean, 3_461, 2422.7, 134698.29, 22.7, 1348.29, 1);

    /// <summary>frequentist/test_tests.py, test_two_sided_ttest_test_runs_ratio_ra.</summary>
    public static ArmStatistic AdjustedRatioA { get; } = new(MetricKind.Ratio, SampleMoments.FromSums(
        100,
        [485.112236689623, 679.9093275844917, 192.59138069991536, 290.1398399750233],
        [
            2715.484666118136, 3602.146836776702, 1113.6215759318352, 1559.2878434944676,
            3602.146836776702, 4939.424001640236, 1460.3181079276983, 2130.9404074446747,
            1113.6215759318352, 1460.3181079276983, 460.076026390857, 634.239482353647,
            1559.2878434944676, 2130.9404074446747, 634.239482353647, 920.9461385038898,
        ]), Adjusted: true);

    public static ArmStatistic AdjustedRatioB { get; } = new(MetricKind.Ratio, SampleMoments.FromSums(
        100,
        [514.7757826608777, 705.4090874383759, 206.94157227402536, 302.54389139107326],
        [
            2994.897482705013, 3918.1561431600717, 1237.0953021125997, 1701.0287270040265,
            3918.1561431600717, 5291.36604146392, 1604.0759503266522, 2292.081739775257,
            1237.0953021125997, 1604.0759503266522, 514.2903702246757, 698.4173425817908,
            1701.0287270040265, 2292.081739775257, 698.4173425817908, 994.4506208125663,
        ]), Adjusted: true);

    /// <summary>test_gbstats.py, RATIO_STATISTICS_DF.</summary>
    public static ArmStatistic RatioA { get; } = ArmStatistic.Ratio(100, 270, 848.79, 510, 810, -900);

    public static ArmStatistic RatioB { get; } = ArmStatistic.Ratio(120, 300, 869, 500, 800, -905);

    /// <summary>test_gbstats.py, MULTI_DIMENSION_STATISTICS_DF, dimension one.</summary>
    public static ArmStatistic CountA { get; } = ArmStatistic.Mean(100, 270, 848.79);

    public static ArmStatistic CountB { get; } = ArmStatistic.Mean(120, 300, 869);

    /// <summary>A mean, or a share, with the same of before.</summary>
    public static ArmStatistic AdjustedMean(MetricKind kind, long units, double sum, double squares, double before, double beforeSquares, double products) =>
        new(kind, SampleMoments.FromSums(units, [sum, before], [squares, products, products, beforeSquares]), Adjusted: true);
}
