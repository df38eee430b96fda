namespace Perto.Numerics.Tests;

public sealed class MersenneTwisterTests
{
    [Fact]
    public void It_gives_the_numbers_of_NumPy()
    {
        // numpy.random.seed(42); numpy.random.rand(5)
        MersenneTwister random = new(42);
        double[] drawn = [.. Enumerable.Range(0, 5).Select(_ => random.NextDouble())];
        Assert.Equal([0.3745401188473625, 0.9507143064099162, 0.7319939418114051, 0.5986584841970366, 0.15601864044243652], drawn);
    }

    [Fact]
    public void It_gives_the_ten_thousandth_number_of_the_C_standard_library()
    {
        // ISO C++ 26.6.6: the 10000th call of a default std::mt19937 (seed 5489) gives 4123659995.
        MersenneTwister random = new(5_489);
        for (int i = 1; i < 10_000; i++)
            random.NextUInt32();
        Assert.Equal(4_123_659_995, random.NextUInt32());
    }
}
