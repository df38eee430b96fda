namespace Perto.Vectors.Tests;

public sealed class FusionTests
{
    [Fact]
    public void The_constant_is_that_of_the_paper() => Assert.Equal(60, Fusion.RankConstant);

    [Fact]
    public void Ranks_are_summed_and_ties_go_by_id()
    {
        IReadOnlyList<FusedHit> hits = Fusion.Fuse(FusionMethod.ReciprocalRank, [1, 1], [Ranking(("b", 9), ("a", 8)), Ranking(("a", 1), ("b", 0))]);
        Assert.Equal(["a", "b"], hits.Select(hit => hit.Id));
        Assert.All(hits, hit => Assert.Equal((float)((1 / 61.0) + (1 / 62.0)), hit.Score));
        Assert.Equal([new PartScore(0, 2, 8), new PartScore(1, 1, 1)], hits[0].Parts);
        Assert.Equal([new PartScore(0, 1, 9), new PartScore(1, 2, 0)], hits[1].Parts);
    }

    [Fact]
    public void The_order_of_the_parts_changes_no_score()
    {
        RankedId[] one = Ranking(("a", 3), ("b", 2), ("c", 1)), other = Ranking(("c", 30), ("d", 20), ("a", 10));
        foreach (FusionMethod method in Enum.GetValues<FusionMethod>())
        {
            Assert.Equal(
                Fusion.Fuse(method, [2, 0.5], [one, other]).Select(hit => (hit.Id, hit.Score)),
                Fusion.Fuse(method, [0.5, 2], [other, one]).Select(hit => (hit.Id, hit.Score)));
        }
    }

    [Fact]
    public void Scaled_scores_do_not_depend_on_scale_or_offset()
    {
        RankedId[] plain = Ranking(("a", 4), ("b", 3), ("c", 0)), moved = Ranking(("a", 1_008), ("b", 1_006), ("c", 1_000));
        Assert.Equal(
            [("a", 1f), ("b", 0.75f), ("c", 0f)],
            Fusion.Fuse(FusionMethod.WeightedScore, [1], [plain]).Select(hit => (hit.Id, hit.Score)));
        Assert.Equal(
            [("a", 1f), ("b", 0.75f), ("c", 0f)],
            Fusion.Fuse(FusionMethod.WeightedScore, [1], [moved]).Select(hit => (hit.Id, hit.Score)));
    }

    [Fact]
    public void The_widest_scores_stay_finite()
    {
        RankedId[] wide = Ranking(("a", float.MaxValue), ("b", 0), ("c", float.MinValue));
        Assert.Equal([1f, 0.5f, 0f], Fusion.Fuse(FusionMethod.WeightedScore, [1], [wide]).Select(hit => hit.Score));
        Assert.Equal([2 / 3f, 0.5f, 1 / 3f], Fusion.Fuse(FusionMethod.DistributionBased, [1], [wide]).Select(hit => hit.Score));
        float edge = (float)Math.Sqrt(1.5);
        Assert.Equal([edge, 0, -edge], Fusion.Fuse(FusionMethod.ZScore, [1], [wide]).Select(hit => hit.Score));
    }

    [Fact]
    public void A_standard_score_takes_what_a_part_did_not_find_for_its_lowest()
    {
        // Over a b c d the first part has 6 4 2 2: mean 3.5, squares 6.25 + 0.25 + 2.25 + 2.25 = 11, deviation sqrt(11 / 4).
        IReadOnlyList<FusedHit> hits = Fusion.Fuse(FusionMethod.ZScore, [1, 0], [Ranking(("a", 6), ("b", 4), ("c", 2)), Ranking(("d", 9), ("a", 8))]);
        double deviation = Math.Sqrt(11 / 4.0);
        (string, double)[] expected = [("a", 2.5 / deviation), ("b", 0.5 / deviation), ("c", -1.5 / deviation), ("d", -1.5 / deviation)];
        Assert.Equal(expected.Select(hit => (hit.Item1, (float)hit.Item2)), hits.Select(hit => (hit.Id, hit.Score)));
        Assert.Equal([new PartScore(1, 1, 9)], hits[3].Parts);
    }

    [Fact]
    public void A_distribution_is_three_deviations_wide_on_both_sides()
    {
        // 6 4 2: mean 4, sample deviation 2, so from -2 to 10. What is not found has 0.
        Assert.Equal(
            [("a", 8 / 12f), ("b", 6 / 12f), ("c", 4 / 12f), ("d", 0f)],
            Fusion.Fuse(FusionMethod.DistributionBased, [1, 0], [Ranking(("a", 6), ("b", 4), ("c", 2)), Ranking(("d", 9), ("a", 8))])
                .Select(hit => (hit.Id, hit.Score)));
    }

    [Theory]
    [InlineData(FusionMethod.WeightedScore, 1f)]
    [InlineData(FusionMethod.ZScore, 1f)]
    [InlineData(FusionMethod.DistributionBased, 0.5f)]
    public void Where_all_scores_are_equal_a_record_found_stands_above_one_that_was_not(FusionMethod method, float expected)
    {
        Assert.Equal(
            [("a", expected), ("b", expected), ("c", 0f)],
            Fusion.Fuse(method, [1, 0], [Ranking(("a", 7), ("b", 7)), Ranking(("c", 1))]).Select(hit => (hit.Id, hit.Score)));
        Assert.Equal([("a", expected)], Fusion.Fuse(method, [1, 1], [Ranking(("a", -3)), []]).Select(hit => (hit.Id, hit.Score)));
    }

    [Fact]
    public void No_method_but_ranks_depends_on_scale_or_offset()
    {
        RankedId[] other = Ranking(("d", 5), ("a", 4), ("e", 1));
        foreach (FusionMethod method in Enum.GetValues<FusionMethod>())
        {
            IReadOnlyList<FusedHit> plain = Fusion.Fuse(method, [1, 2], [Ranking(("a", 4), ("b", 3), ("c", 0)), other]);
            IReadOnlyList<FusedHit> moved = Fusion.Fuse(method, [1, 2], [Ranking(("a", 1_008), ("b", 1_006), ("c", 1_000)), other]);
            Assert.Equal(plain.Select(hit => hit.Id), moved.Select(hit => hit.Id));
            Assert.All(plain.Zip(moved), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-6));
        }
    }

    [Fact]
    public void A_method_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Fusion.Fuse((FusionMethod)9, [1], [Ranking(("a", 1))]));

    [Fact]
    public void Nothing_fused_is_nothing() => Assert.Empty(Fusion.Fuse(FusionMethod.ReciprocalRank, [1, 1], [[], []]));

    [Fact]
    public void There_is_one_weight_for_each_ranking() =>
        Assert.Throws<ArgumentException>(() => Fusion.Fuse(FusionMethod.ReciprocalRank, [1], [[], []]));

    private static RankedId[] Ranking(params (string Id, float Score)[] hits) => Array.ConvertAll(hits, hit => new RankedId(hit.Id, hit.Score));
}
