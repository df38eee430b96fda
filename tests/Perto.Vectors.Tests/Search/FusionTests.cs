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
        IReadOnlyList<FusedHit> hits = Fusion.Fuse(FusionMethod.WeightedScore, [1], [Ranking(("a", float.MaxValue), ("b", 0), ("c", float.MinValue))]);
        Assert.Equal([1f, 0.5f, 0f], hits.Select(hit => hit.Score));
    }

    [Fact]
    public void Nothing_fused_is_nothing() => Assert.Empty(Fusion.Fuse(FusionMethod.ReciprocalRank, [1, 1], [[], []]));

    [Fact]
    public void There_is_one_weight_for_each_ranking() =>
        Assert.Throws<ArgumentException>(() => Fusion.Fuse(FusionMethod.ReciprocalRank, [1], [[], []]));

    private static RankedId[] Ranking(params (string Id, float Score)[] hits) => Array.ConvertAll(hits, hit => new RankedId(hit.Id, hit.Score));
}
