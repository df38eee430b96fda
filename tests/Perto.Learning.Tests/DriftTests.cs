namespace Perto.Learning.Tests;

public sealed class DriftTests
{
    /// <summary>By hand: shares of 0.5, 0.3, 0.2 against 0.4, 0.3, 0.3, with counts so large that the smoothing does not show.</summary>
    [Fact]
    public void The_stability_index_is_that_of_its_formula()
    {
        double expected = ((0.4 - 0.5) * Math.Log(0.4 / 0.5)) + ((0.3 - 0.2) * Math.Log(0.3 / 0.2));
        Assert.Equal(expected, PopulationStability.OfCounts([5_000_000, 3_000_000, 2_000_000], [4_000_000, 3_000_000, 3_000_000]), 6);
        Assert.Equal(0, PopulationStability.OfCounts([5, 3, 2], [5, 3, 2]), 12);
        Assert.Equal(0, PopulationStability.OfCounts([], []));
        Assert.Equal(0, PopulationStability.OfCounts([0, 0], [1, 2]));
        Assert.Throws<ArgumentException>(() => PopulationStability.OfCounts([1], [1, 2]));
    }

    [Fact]
    public void Numbers_fall_into_tenths_of_the_reference()
    {
        double[] reference = [.. Enumerable.Range(0, 10_000).Select(i => (double)i)];
        double[] shifted = [.. Enumerable.Range(0, 10_000).Select(i => i + 5_000.0)];
        // Half of the shifted ones are in the upper five tenths and the other half behind, in the last.
        double expected = ((5 * (0.5 - 1_000.5) * Math.Log(0.5 / 1_000.5)) + ((6_000.5 - 1_000.5) * Math.Log(6_000.5 / 1_000.5))) / 10_005;
        Assert.Equal(expected, PopulationStability.OfNumbers(reference, shifted), 2);
        Assert.InRange(PopulationStability.OfNumbers(reference, reference), 0, 1e-9);
        // Below, equal and above, each with its half.
        (double below, double equal) = ((0.5 / 3.5) / (0.5 / 4.5), (2.5 / 3.5) / (3.5 / 4.5));
        double sameNumber = (2 * ((0.5 / 3.5) - (0.5 / 4.5)) * Math.Log(below)) + (((2.5 / 3.5) - (3.5 / 4.5)) * Math.Log(equal));
        Assert.Equal(sameNumber, PopulationStability.OfNumbers([1, 1, 1], [1, 1]), 12);
        Assert.InRange(PopulationStability.OfNumbers([1, 1, 1, 1], [2, 2, 2, 2]), 1, 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => PopulationStability.OfNumbers([1], [1], bins: 1));
    }

    /// <summary>Against the obvious way: both distributions at every number that occurs.</summary>
    [Fact]
    public void The_distance_is_the_greatest_between_the_two_distributions()
    {
        var random = new Random(17);
        for (int round = 0; round < 200; round++)
        {
            double[] first = Sample(random);
            double[] second = Sample(random);
            double slow = first.Concat(second).Max(at => Math.Abs(Share(first, at) - Share(second, at)));
            Assert.Equal(slow, KolmogorovSmirnov.Of(first, second).Distance, 12);
        }
    }

    /// <summary>Values of the asymptotic distribution: the critical values of the table in Smirnov (1948) and of every textbook.</summary>
    [Theory, InlineData(1.22385, 0.10), InlineData(1.35810, 0.05), InlineData(1.62762, 0.01)]
    public void The_probability_is_that_of_the_table(double critical, double probability)
    {
        // As large that the correction does not show: the distance that stands for the critical value.
        const int Size = 1_000_000;
        int apart = (int)Math.Round(critical * Math.Sqrt(2.0 / Size) * Size);
        double[] first = [.. Enumerable.Range(0, Size).Select(i => (double)i)];
        double[] second = [.. Enumerable.Range(0, Size).Select(i => (double)(i + apart))];
        KolmogorovSmirnov test = KolmogorovSmirnov.Of(first, second);
        Assert.Equal((double)apart / Size, test.Distance, 9);
        Assert.Equal(probability, test.Probability, 3);
    }

    [Fact]
    public void Equal_samples_are_as_probable_as_can_be_and_disjoint_ones_are_not()
    {
        Assert.Equal(new KolmogorovSmirnov(0, 1), KolmogorovSmirnov.Of([1, 2, 3], [1, 2, 3]));
        Assert.Equal(1, KolmogorovSmirnov.Of([1, 2, 3], [4, 5, 6]).Distance);
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.Of([], [1]));
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.Of([1], []));
    }

    /// <summary>NaN is equal to nothing, so that the walk through two samples would never pass it.</summary>
    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void What_has_no_order_is_refused(int at)
    {
        double[] broken = [1, 2, 3];
        broken[at] = double.NaN;
        Assert.Equal("first", Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.Of(broken, [1, 2])).ParamName);
        Assert.Equal("second", Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.Of([1, 2], broken)).ParamName);
        Assert.Equal("reference", Assert.Throws<ArgumentException>(() => PopulationStability.OfNumbers(broken, [1, 2])).ParamName);
        Assert.Equal("current", Assert.Throws<ArgumentException>(() => PopulationStability.OfNumbers([1, 2], broken)).ParamName);
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.Of([2, 1], [1, 2]));
        Assert.Equal("current", Assert.Throws<ArgumentOutOfRangeException>(() => PopulationStability.OfCounts([1, 2], [3, -1])).ParamName);
        Assert.Equal(0, KolmogorovSmirnov.Of([double.NegativeInfinity, 1], [double.NegativeInfinity, 1]).Distance);
    }

    private static double[] Sample(Random random) => [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => (double)random.Next(10)).Order()];

    private static double Share(double[] sample, double at) => (double)sample.Count(value => value <= at) / sample.Length;
}
