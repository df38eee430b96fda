namespace Perto.Learning.Tests;

public sealed class SampleRatioMismatchTests
{
    /// <summary>GrowthBook, test_gbstats.py, test_srm; and 50,500 against 49,500, as in the guide of Fabijan et al.</summary>
    [Theory]
    [InlineData(1_000, 1_200, 0.5, 0.5, 0.000020079, 9)]
    [InlineData(50_500, 49_500, 50, 50, 0.0015654, 7)]
    public void The_probability_is_the_published_one(long a, long b, double weightA, double weightB, double p, int places)
    {
        SampleRatioMismatch check = SampleRatioMismatch.Of([a, b], [weightA, weightB]);
        Assert.Equal(p, check.PValue, places);
        Assert.Equal(p < 0.001, check.IsMismatch);
    }

    /// <summary>By hand: 200 units in arms of 2 : 1 : 1 should be 100, 50, 50; (90 - 100)² / 100 + (60 - 50)² / 50 + 0 = 3, and with 2 degrees of freedom p = exp(-3/2).</summary>
    [Fact]
    public void Any_number_of_arms_and_weights_counts()
    {
        SampleRatioMismatch check = SampleRatioMismatch.Of([90, 60, 50], [2, 1, 1]);
        Assert.Equal(3, check.Statistic, 12);
        Assert.Equal(2, check.DegreesOfFreedom);
        Assert.Equal(Math.Exp(-1.5), check.PValue, 12);
        Assert.Equal(1, SampleRatioMismatch.Of([0, 0], [1, 1]).PValue);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SampleRatioMismatch.Of([1, 2], [1, 1, 1]));
        Assert.Throws<ArgumentException>(() => SampleRatioMismatch.Of([1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleRatioMismatch.Of([1, 2], [1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleRatioMismatch.Of([1, -2], [1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleRatioMismatch.Of([1, 2], [1, 1], threshold: 0));
    }
}
