namespace Perto.Numerics.Tests;

public sealed class SeededRandomTests
{
    /// <summary>
    /// An independent statement of the two generators, over UInt128 arithmetic cut to 64 bits, so that the code under test
    /// is not compared with itself.
    /// </summary>
    private static ulong[] Reference(ulong seed, int count)
    {
        ulong state = seed;
        ulong[] s = new ulong[4];
        for (int i = 0; i < 4; i++)
        {
            state += 0x9E3779B97F4A7C15;
            UInt128 z = state;
            z = (ulong)((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
            z = (ulong)((z ^ (z >> 27)) * 0x94D049BB133111EB);
            s[i] = (ulong)(z ^ (z >> 31));
        }

        static ulong Rotate(ulong x, int k) => (x << k) | (x >> (64 - k));
        ulong[] numbers = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = Rotate(s[1] * 5, 7) * 9;
            ulong t = s[1] << 17;
            s[2] ^= s[0];
            s[3] ^= s[1];
            s[1] ^= s[2];
            s[0] ^= s[3];
            s[2] ^= t;
            s[3] = Rotate(s[3], 45);
        }

        return numbers;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(-1)]
    public void Numbers_are_those_of_xoshiro256_starstar_seeded_by_SplitMix64(long seed)
    {
        SeededRandom random = new(seed);
        ulong[] drawn = [.. Enumerable.Range(0, 100).Select(_ => random.NextUInt64())];
        Assert.Equal(Reference((ulong)seed, 100), drawn);
    }

    [Fact]
    public void SplitMix64_of_seed_zero_starts_with_the_published_values()
    {
        // xoshiro256** computes rotl(s1 * 5, 7) * 9 first, where s1 is SplitMix64's second output 0x6E789E6AA1B965F4.
        ulong expected = unchecked(ulong.RotateLeft(0x6E789E6AA1B965F4 * 5, 7) * 9);
        Assert.Equal(expected, new SeededRandom(0).NextUInt64());
    }

    [Fact]
    public void Normal_numbers_have_mean_zero_variance_one_and_normal_tails()
    {
        SeededRandom random = new(7);
        double[] drawn = [.. Enumerable.Range(0, 200_000).Select(_ => random.Normal())];
        Assert.Equal(0, drawn.Average(), 0.01);
        Assert.Equal(1, drawn.Average(value => value * value), 0.02);
        Assert.Equal(0.0455, drawn.Count(value => Math.Abs(value) > 2) / 200_000.0, 0.003);
        Assert.Equal(0.0027, drawn.Count(value => Math.Abs(value) > 3) / 200_000.0, 0.0008);
    }

    [Fact]
    public void Normal_numbers_use_a_logarithm_that_agrees_with_the_platform()
    {
        // The polar method by hand with Math.Log: equal up to the last bits.
        SeededRandom random = new(3);
        SeededRandom uniform = new(3);
        for (int i = 0; i < 2_000; i += 2)
        {
            double x, y, square;
            do
            {
                x = (2 * uniform.NextDouble()) - 1;
                y = (2 * uniform.NextDouble()) - 1;
                square = (x * x) + (y * y);
            }
            while (square >= 1);
            double scale = Math.Sqrt(-2 * Math.Log(square) / square);
            Assert.Equal(x * scale, random.Normal(), 1e-13);
            Assert.Equal(y * scale, random.Normal(), 1e-13);
        }
    }

    [Fact]
    public void Whole_numbers_are_uniform_below_the_maximum()
    {
        SeededRandom random = new(11);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
            counts[random.Next(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(0));
    }

    [Fact]
    public void Fractions_lie_in_the_half_open_unit_interval()
    {
        SeededRandom random = new(5);
        double[] doubles = [.. Enumerable.Range(0, 10_000).Select(_ => random.NextDouble())];
        float[] singles = [.. Enumerable.Range(0, 10_000).Select(_ => random.NextSingle())];
        Assert.All(doubles, value => Assert.InRange(value, 0, 0.9999999999999999));
        Assert.All(singles, value => Assert.InRange(value, 0, 0.99999994f));
        Assert.Equal(0.5, doubles.Average(), 0.02);
        Assert.Equal(0.5, singles.Average(), 0.02);
    }

    [Fact]
    public void Streams_of_one_seed_differ_and_repeat()
    {
        Assert.NotEqual(SeededRandom.ForStream(1, 0).NextUInt64(), SeededRandom.ForStream(1, 1).NextUInt64());
        Assert.NotEqual(SeededRandom.ForStream(1, 5).NextUInt64(), SeededRandom.ForStream(2, 5).NextUInt64());
        Assert.Equal(SeededRandom.ForStream(1, 5).NextUInt64(), SeededRandom.ForStream(1, 5).NextUInt64());
    }

    [Fact]
    public void A_shuffle_is_a_permutation_and_reaches_every_order()
    {
        SeededRandom random = new(13);
        Dictionary<string, int> seen = [];
        for (int i = 0; i < 6_000; i++)
        {
            char[] letters = ['a', 'b', 'c'];
            random.Shuffle<char>(letters);
            string order = new(letters);
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(["abc", "acb", "bac", "bca", "cab", "cba"], seen.Keys.Order());
        Assert.All(seen.Values, count => Assert.InRange(count, 850, 1_150));
    }
}
