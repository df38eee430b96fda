namespace Perto.Platform.Tests;

public sealed class OrderAdvantageTests
{
    [Fact]
    public void It_is_the_difference_of_both_ndcg()
    {
        // Second place against first: 1 / log2(3) less 1.
        Assert.Equal((1 / Math.Log2(3)) - 1, Of(["a", "b"], ["b", "a"], "a"), 12);
        Assert.Equal(1 - (1 / Math.Log2(3)), Of(["a", "b"], ["b", "a"], "b"), 12);
        Assert.Equal(0, Of(["a", "b"], ["b", "a"], "a", "b"), 12);
    }

    [Fact]
    public void What_an_order_left_out_counts_as_not_shown()
    {
        Assert.Equal(-1, Of(["a", "b"], ["b"], "a"), 12);
        Assert.Equal(1, Of(["b"], ["a", "b"], "a"), 12);
    }

    [Fact]
    public void The_same_order_cut_by_a_threshold_is_neither_better_nor_worse()
    {
        Assert.Equal(0, Of(["a", "b", "c", "d"], ["a", "b"], "c"));
        Assert.Equal(0, Of(["a", "b", "c", "d"], ["a", "b"], "a", "c", "d"));
    }

    [Fact]
    public void Nothing_of_use_speaks_for_neither() => Assert.Equal(0, Of(["a", "b"], ["b", "a"]));

    private static double Of(string[] original, string[] reranked, params string[] used) => OrderAdvantage.Of(original, reranked, used.ToHashSet(StringComparer.Ordinal));
}
