using Perto.Testing;

namespace Perto.Numerics.Tests;

public sealed class BitDistanceTests
{
    [Fact]
    public void The_distance_is_the_number_of_bits_that_differ_at_every_length()
    {
        Random random = Seeds.Random();
        for (int length = 0; length <= 100; length++)
        {
            byte[] a = new byte[length], b = new byte[length];
            random.NextBytes(a);
            random.NextBytes(b);
            int differing = 0;
            for (int bit = 0; bit < length * 8; bit++)
                differing += ((a[bit / 8] ^ b[bit / 8]) >> (bit % 8)) & 1;
            Assert.Equal(differing, BitDistance.Hamming(a, b));
            Assert.Equal(0, BitDistance.Hamming(a, a));
        }
    }

    [Fact]
    public void Vectors_of_two_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() => BitDistance.Hamming(new byte[2], new byte[3]));
}
