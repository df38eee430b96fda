namespace Perto.Learning.Tests;

public sealed class SampleMomentsTests
{
    /// <summary>Fed in any parts, against the sums of products worked out in one go.</summary>
    [Fact]
    public void Moments_are_the_same_however_they_come_together()
    {
        var random = new Random(2);
        double[][] units = [.. Enumerable.Range(0, 500).Select(_ => (double[])[random.NextDouble(), 5 * random.NextDouble(), random.Next(2)])];
        var fed = new SampleMoments(3);
        var merged = new SampleMoments(3);
        foreach (double[] unit in units)
            fed.Add(unit);
        foreach (double[][] part in units.Chunk(70))
        {
            var moments = new SampleMoments(3);
            foreach (double[] unit in part)
                moments.Add(unit);
            merged.Add(moments);
        }
        double[] sums = [.. Enumerable.Range(0, 3).Select(x => units.Sum(unit => unit[x]))];
        double[] products = [.. Enumerable.Range(0, 9).Select(i => units.Sum(unit => unit[i / 3] * unit[i % 3]))];
        SampleMoments summed = SampleMoments.FromSums(units.Length, sums, products);
        for (int x = 0; x < 3; x++)
        {
            double mean = units.Average(unit => unit[x]);
            Assert.Equal(mean, fed.Mean(x), 12);
            Assert.Equal(mean, merged.Mean(x), 12);
            for (int y = 0; y < 3; y++)
            {
                double slow = units.Sum(unit => (unit[x] - mean) * (unit[y] - units.Average(other => other[y])));
                Assert.Equal(slow, fed.Comoment(x, y), 9);
                Assert.Equal(slow, merged.Comoment(x, y), 9);
                Assert.Equal(slow, summed.Comoment(x, y), 9);
            }
        }
        Assert.Equal((500, 500), (fed.Count, merged.Count));
    }

    /// <summary>Where sums of squares have lost everything: deviations of 1 around a thousand millions.</summary>
    [Fact]
    public void Large_numbers_keep_their_spread()
    {
        var moments = new SampleMoments(1);
        for (int unit = 0; unit < 10_000; unit++)
            moments.Add([1e9 + (unit % 2 == 0 ? 1 : -1)]);
        Assert.Equal(10_000, moments.Comoment(0, 0), 1e-3);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SampleMoments(2).Add([1]));
        Assert.Throws<ArgumentException>(() => new SampleMoments(2).Add(new SampleMoments(1)));
        Assert.Throws<ArgumentException>(() => SampleMoments.FromSums(2, [1, 2], [1, 2]));
        Assert.Throws<ArgumentException>(() => SampleMoments.FromSums(2, double.NaN, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleMoments.FromSums(-1, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleMoments(0));
    }
}
