using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class RerankOrderTests
{
    [Fact]
    public void Higher_scores_come_first() => Assert.Equal([2, 0, 1], RerankOrder.Of([.5, .1, .9], margin: .01));

    [Fact]
    public void What_differs_by_no_more_than_the_margin_keeps_the_order_of_retrieval() =>
        Assert.Equal([0, 1, 3, 2], RerankOrder.Of([.90, .905, .5, .895], margin: .01));

    [Fact]
    public void Equal_scores_change_nothing() => Assert.Equal([0, 1, 2, 3], RerankOrder.Of([.4, .4, .4, .4], margin: 0));

    [Fact]
    public void An_order_has_each_place_once_and_never_falls_by_more_than_the_margin() => Prop.ForAll(
        Gen.Choose(0, 100).ListOf().Select(scores => scores.Select(score => score / 100.0).ToArray()).ToArbitrary(),
        scores =>
        {
            const double Margin = .0501;
            int[] order = RerankOrder.Of(scores, Margin);
            Assert.Equal(Enumerable.Range(0, scores.Length), order.Order());
            for (int first = 0; first < order.Length; first++)
            {
                for (int later = first + 1; later < order.Length; later++)
                    Assert.True(scores[order[first]] >= scores[order[later]] - Margin);
            }
        }).Check(Seeds.Property());

    [Fact]
    public void What_is_under_the_threshold_is_left_out_but_three_stay()
    {
        double[] scores = [.9, .8, .7, .6, .1];
        Assert.Equal([0, 1, 2, 3], RerankOrder.Above([0, 1, 2, 3, 4], scores, .6));
        Assert.Equal([0, 1, 2], RerankOrder.Above([0, 1, 2, 3, 4], scores, .85));
        Assert.Equal([1, 0], RerankOrder.Above([1, 0], [.1, .2], .5));
        Assert.Empty(RerankOrder.Above([], [], .5));
    }
}
