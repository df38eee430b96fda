using Perto.Testing;

namespace Perto.Pinecone.Tests;

public sealed class ExactIntegerTests
{
    private static readonly long[] Edges =
        [0, 1, -1, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, -(1L << 53), -(1L << 53) - 1, long.MaxValue, long.MaxValue - 1, long.MinValue, long.MinValue + 1];

    [Fact]
    public void Every_integer_comes_back_and_its_parts_are_ordered_as_it_is()
    {
        Random random = Seeds.Random();
        long[] values = [.. Edges, .. Enumerable.Range(0, 2_000).Select(_ => random.NextInt64(long.MinValue, long.MaxValue)), .. Enumerable.Range(0, 2_000).Select(i => (1L << 53) + i - 1_000)];
        Assert.All(values, value => Assert.Equal(value, ExactInteger.Of(value).Value));
        foreach (long x in values.Take(400))
        {
            ExactInteger left = ExactInteger.Of(x);
            Assert.All(values, y =>
            {
                ExactInteger right = ExactInteger.Of(y);
                int order = left.High != right.High ? left.High.CompareTo(right.High) : left.Low.CompareTo(right.Low);
                Assert.Equal(x.CompareTo(y), order);
                // Where the rest of one is not kept no other integer has its double.
                Assert.False(left.IsSmall && x != y && left.High == right.High);
            });
        }
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(1e300, 0)]
    [InlineData(0, 1e10)]
    [InlineData(9.223372036854775807e18, 1)]
    public void What_is_no_integer_is_not_taken_for_one(double high, double low) => Assert.Null(new ExactInteger(high, low).Value);
}
