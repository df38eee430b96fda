namespace Perto.Learning.Tests;

public sealed class ProportionIntervalsTests
{
    /// <summary>Newcombe, Two-sided confidence intervals for the single proportion, 1998, table I: methods 3 (score) and 5 (exact).</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0624, 0.1605, 0.0578, 0.1617)]
    [InlineData(0, 20, 0.0000, 0.1611, 0.0000, 0.1684)]
    [InlineData(1, 29, 0.0061, 0.1718, 0.0009, 0.1776)]
    public void Wilson_and_Clopper_Pearson_are_those_of_Newcombes_table(int successes, int trials, double low, double high, double exactLow, double exactHigh)
    {
        Interval score = ProportionIntervals.Wilson(successes, trials);
        Interval exact = ProportionIntervals.ClopperPearson(successes, trials);
        Assert.Equal((low, high), (Math.Round(score.Lower, 4), Math.Round(score.Upper, 4)));
        Assert.Equal((exactLow, exactHigh), (Math.Round(exact.Lower, 4), Math.Round(exact.Upper, 4)));
    }

    [Theory, InlineData(3, 4, 0.300642, 0.954413), InlineData(10, 1000, 0.005441, 0.018309)]
    public void Wilson_holds_for_little_evidence(int successes, int trials, double low, double high)
    {
        Interval interval = ProportionIntervals.Wilson(successes, trials);
        Assert.Equal((low, high), (Math.Round(interval.Lower, 6), Math.Round(interval.Upper, 6)));
    }

    /// <summary>Newcombe, Interval estimation for the difference between independent proportions, 1998, table II, method 10: 56/70 - 48/80.</summary>
    [Fact]
    public void A_difference_is_that_of_Newcombes_table()
    {
        Interval interval = ProportionIntervals.Newcombe(48, 80, 56, 70);
        Assert.Equal((0.0524, 0.3339), (Math.Round(interval.Lower, 4), Math.Round(interval.Upper, 4)));
    }

    /// <summary>What "exact" means: at each end what was seen, or more extreme, has the probability 2.5 %.</summary>
    [Fact]
    public void Clopper_and_Pearson_leave_out_half_of_alpha_on_either_side()
    {
        Interval interval = ProportionIntervals.ClopperPearson(7, 40);
        Assert.Equal(0.025, Enumerable.Range(7, 34).Sum(k => Binomial(40, k, interval.Lower)), 10);
        Assert.Equal(0.025, Enumerable.Range(0, 8).Sum(k => Binomial(40, k, interval.Upper)), 10);
        Assert.Equal(1, ProportionIntervals.ClopperPearson(40, 40).Upper);
        Assert.Equal(1, ProportionIntervals.Wilson(40, 40).Upper);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionIntervals.Wilson(5, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionIntervals.Wilson(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionIntervals.Wilson(double.NaN, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionIntervals.ClopperPearson(1, 4, confidence: 1));
    }

    private static double Binomial(int n, int k, double p)
    {
        double choose = 1;
        for (int i = 1; i <= k; i++)
            choose = choose * (n - k + i) / i;
        return choose * Math.Pow(p, k) * Math.Pow(1 - p, n - k);
    }
}
