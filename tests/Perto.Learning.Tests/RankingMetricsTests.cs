namespace Perto.Learning.Tests;

public sealed class RankingMetricsTests
{
    // Relevant at ranks 1, 3 and 6 of 6; four relevant items in all.
    private static readonly bool[] Hits = [true, false, true, false, false, true];

    [Fact]
    public void Precision_and_recall_count_the_hits()
    {
        Assert.Equal(2 / 5.0, RankingMetrics.Precision(Hits, 5));
        Assert.Equal(2 / 4.0, RankingMetrics.Recall(Hits, 4, 5));
        Assert.Equal(3 / 10.0, RankingMetrics.Precision(Hits, 10));
        Assert.Equal(3 / 4.0, RankingMetrics.Recall(Hits, 4, 10));
        Assert.Equal(0, RankingMetrics.Recall([false, false], 0, 10));
    }

    [Fact]
    public void Ndcg_is_the_one_worked_out_by_hand()
    {
        // 1/log2(2) + 1/log2(4) = 1.5 of 1 + 0.63093 + 0.5 + 0.43068 = 2.56161 within five.
        Assert.Equal(1.5 / 2.5616063, RankingMetrics.Ndcg(Hits, 4, 5), 1e-7);

        // With one place the ideal list has one relevant item.
        Assert.Equal(1, RankingMetrics.Ndcg(Hits, 4, 1));

        // The third hit is at rank 6: 1/log2(7).
        Assert.Equal((1.5 + 0.3562072) / 2.5616063, RankingMetrics.Ndcg(Hits, 4, 6), 1e-7);
        Assert.Equal(0, RankingMetrics.Ndcg([false, false], 0, 5));
    }

    [Fact]
    public void Hit_rate_and_reciprocal_rank_look_for_the_first_hit()
    {
        bool[] late = [false, false, true];
        Assert.Equal((0, 1), (RankingMetrics.HitRate(late, 2), RankingMetrics.HitRate(late, 3)));
        Assert.Equal(0, RankingMetrics.ReciprocalRank(late, 2));
        Assert.Equal(1 / 3.0, RankingMetrics.ReciprocalRank(late, 3));
    }

    [Fact]
    public void Average_precision_is_the_mean_of_the_precisions_at_the_hits()
    {
        Assert.Equal((1 + (2 / 3.0)) / 4, RankingMetrics.AveragePrecision(Hits, 4, 5), 1e-12);
        Assert.Equal((1 + (2 / 3.0) + (3 / 6.0)) / 4, RankingMetrics.AveragePrecision(Hits, 4, 6), 1e-12);
        Assert.Equal(1, RankingMetrics.AveragePrecision([true, true], 5, 2));
        Assert.Equal(0, RankingMetrics.AveragePrecision([false, false], 0, 5));
    }

    /// <summary>Three hits, and fewer relevant items: what was left out would make more than 1 of a list.</summary>
    [Theory, InlineData(2), InlineData(0), InlineData(-1)]
    public void There_are_as_many_relevant_items_as_hits(int relevant)
    {
        Assert.Equal("relevant", Assert.Throws<ArgumentOutOfRangeException>(() => RankingMetrics.Ndcg(Hits, relevant, 6)).ParamName);
        Assert.Equal("relevant", Assert.Throws<ArgumentOutOfRangeException>(() => RankingMetrics.AveragePrecision(Hits, relevant, 6)).ParamName);
        Assert.Equal("relevant", Assert.Throws<ArgumentOutOfRangeException>(() => RankingMetrics.Recall(Hits, relevant, 6)).ParamName);
    }

    [Fact]
    public void A_cutoff_is_at_least_one() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RankingMetrics.Precision(Hits, 0));
}
