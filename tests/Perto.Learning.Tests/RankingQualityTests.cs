namespace Perto.Learning.Tests;

/// <summary>Each metric on numbers worked out by hand.</summary>
public sealed class RankingQualityTests
{
    /// <summary>The example of Wikipedia's "Discounted cumulative gain": grades 3, 2, 3, 0, 1, 2 and, besides, 3 and 2 that were not shown: 6.861 of 8.740.</summary>
    [Fact]
    public void Graded_ndcg_is_the_one_of_the_example()
    {
        double[] grades = [3, 2, 3, 0, 1, 2];
        double[] ideal = [3, 2, 3, 0, 1, 2, 3, 2];
        Assert.Equal(6.861 / 8.740, GradedRanking.Ndcg(grades, ideal, 6, GainForm.Linear), 3);
        // Exponential: 7/1 + 3/log2(3) + 7/2 + 0 + 1/log2(6) + 3/log2(7); best 7, 7, 7, 3, 3, 3.
        double dcg = 7 + (3 / Math.Log2(3)) + 3.5 + (1 / Math.Log2(6)) + (3 / Math.Log2(7));
        double best = 7 + (7 / Math.Log2(3)) + 3.5 + (3 / Math.Log2(5)) + (3 / Math.Log2(6)) + (3 / Math.Log2(7));
        Assert.Equal(dcg / best, GradedRanking.Ndcg(grades, ideal, 6), 12);
        Assert.Equal(0, GradedRanking.Ndcg([0, 0], [], 2));
        Assert.Equal("grades", Assert.Throws<ArgumentOutOfRangeException>(() => GradedRanking.Ndcg([-1], [1], 1)).ParamName);
        Assert.Equal("ideal", Assert.Throws<ArgumentOutOfRangeException>(() => GradedRanking.Ndcg([1], [double.NaN, 1], 1)).ParamName);
        // An ideal that lacks what the list has made more than 1 of it, and grades above 1,023 no number at all.
        Assert.Equal("ideal", Assert.Throws<ArgumentException>(() => GradedRanking.Ndcg([3, 2], [2, 2], 2)).ParamName);
        Assert.Equal("ideal", Assert.Throws<ArgumentException>(() => GradedRanking.Ndcg([0, 1, 1], [1], 3)).ParamName);
        Assert.Equal("grades", Assert.Throws<ArgumentOutOfRangeException>(() => GradedRanking.Ndcg([1_024], [1_000], 1)).ParamName);
        Assert.Equal("ideal", Assert.Throws<ArgumentOutOfRangeException>(() => GradedRanking.Ndcg([1], [1_024], 1)).ParamName);
        Assert.Equal(1, GradedRanking.Ndcg([1_000, 1_000], [1_000, 1_000], 2));
        Assert.Equal(1, GradedRanking.Ndcg([1e300, 1e300], [1e300, 1e300], 2, GainForm.Linear));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradedRanking.Ndcg([1], [1], 0));
    }

    [Fact]
    public void Graded_ndcg_of_grades_0_and_1_is_the_binary_one()
    {
        double graded = GradedRanking.Ndcg([1, 0, 1, 0, 0, 1], [1, 1, 1, 1], 5);
        Assert.Equal(RankingMetrics.Ndcg([true, false, true, false, false, true], 4, 5), graded, 12);
    }

    /// <summary>scikit-learn's example of roc_auc_score: 0.75; and against counting pairs, with many equal scores.</summary>
    [Fact]
    public void The_area_counts_pairs_in_the_right_order()
    {
        Assert.Equal(0.75, AreaUnderCurve.Of([0.1, 0.4, 0.35, 0.8], [false, false, true, true]));
        Assert.Equal(0.5, AreaUnderCurve.Of([1, 1, 1], [false, true, true]));
        var random = new Random(6);
        double[] scores = [.. Enumerable.Range(0, 200).Select(_ => (double)random.Next(12))];
        bool[] relevant = [.. scores.Select(score => random.Next(20) < score)];
        double pairs = 0;
        double right = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            for (int j = 0; j < scores.Length; j++)
            {
                if (relevant[i] && !relevant[j])
                {
                    pairs++;
                    right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        Assert.Equal(right / pairs, AreaUnderCurve.Of(scores, relevant), 12);
        Assert.Equal(double.NaN, AreaUnderCurve.Of([1, 2], [true, true]));
        Assert.Throws<ArgumentException>(() => AreaUnderCurve.Of([1, double.NaN], [true, false]));
        Assert.Throws<ArgumentException>(() => AreaUnderCurve.Of([1], [true, false]));
    }

    /// <summary>User 1 has 1 of 1 pair in order, user 2 half of one, user 3 nothing that is not relevant.</summary>
    [Fact]
    public void The_area_per_user_compares_within_lists_only()
    {
        int[] users = [1, 2, 1, 2, 3];
        double[] scores = [5, 7, 3, 7, 1];
        bool[] relevant = [true, true, false, false, true];
        Assert.Equal(0.75, AreaUnderCurve.PerUser(users, scores, relevant));
        Assert.Equal(double.NaN, AreaUnderCurve.PerUser([3], [1], [true]));
        Assert.Throws<ArgumentException>(() => AreaUnderCurve.PerUser([3, 4], [1], [true]));
    }

    /// <summary>Shown 0, 1, 2, 3 times: (-3 x 0 - 1 x 1 + 1 x 2 + 3 x 3) / (4 x 6) = 10/24.</summary>
    [Fact]
    public void Exposure_is_counted_over_the_whole_catalogue()
    {
        Assert.Equal(0.75, CatalogueExposure.Coverage([3, 0, 1, 2]));
        Assert.Equal(10 / 24.0, CatalogueExposure.Gini([3, 0, 1, 2]), 12);
        Assert.Equal(0, CatalogueExposure.Gini([5, 5, 5]), 12);
        Assert.Equal(0.75, CatalogueExposure.Gini([0, 0, 0, 9]), 12);
        Assert.Equal(0, CatalogueExposure.Gini([0, 0]));
        Assert.Throws<ArgumentException>(() => CatalogueExposure.Coverage([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CatalogueExposure.Gini([1, -1]));
    }

    /// <summary>Of 100 interactions the first two items have 60 and 25: with 60 the head's 80 are not full, with 85 they are. 4 + 3 of 10 showings are of the others.</summary>
    [Fact]
    public void The_long_tail_begins_where_the_head_is_full()
    {
        Assert.Equal(0.7, CatalogueExposure.LongTailShare([2, 4, 1, 3], [60, 10, 25, 5]), 12);
        Assert.Equal(0.8, CatalogueExposure.LongTailShare([2, 4, 1, 3], [60, 10, 25, 5], head: 0.5), 12);
        Assert.Equal(0, CatalogueExposure.LongTailShare([0, 0], [1, 1]));
        Assert.Throws<ArgumentException>(() => CatalogueExposure.LongTailShare([1], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CatalogueExposure.LongTailShare([1], [1], head: 1));
    }

    /// <summary>The most popular 20 % of ten items are two, of eleven three; where the second place is shared, the first item has it.</summary>
    [Fact]
    public void The_top_is_a_share_of_the_titles()
    {
        long[] known = [1, 9, 5, 5, 1, 1, 1, 1, 1, 1];
        long[] shown = [1, 4, 3, 2, 0, 0, 0, 0, 0, 0];
        Assert.Equal(3 / 10.0, CatalogueExposure.OutsideTopShare(shown, known), 12);
        Assert.Equal(1 / 10.0, CatalogueExposure.OutsideTopShare([.. shown, 0], [.. known, 0]), 12);
        Assert.Equal(6 / 10.0, CatalogueExposure.OutsideTopShare(shown, known, top: 0.01), 12);
        // The head with 20 % of the interactions is the first item alone.
        Assert.Equal(6 / 10.0, CatalogueExposure.LongTailShare(shown, known, head: 0.2), 12);
        Assert.Equal(0, CatalogueExposure.OutsideTopShare([0, 0], [1, 1]));
        Assert.Throws<ArgumentException>(() => CatalogueExposure.OutsideTopShare([1], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CatalogueExposure.OutsideTopShare([1], [1], top: 1));

        // Many that are alike, in which an order that is not stable would show.
        long[] alike = [.. Enumerable.Repeat(1L, 100)];
        Assert.Equal(0.2, CatalogueExposure.OutsideTopShare([.. Enumerable.Range(0, 100).Select(item => item < 25 ? 4L : 0)], alike), 12);
    }

    /// <summary>Distances |a - b| of 1, 4 and 6: (3 + 5 + 2) / 3. Known by 50 and 25 of 100: 1 and 2 bits.</summary>
    [Fact]
    public void A_list_is_diverse_and_new()
    {
        Assert.Equal(10 / 3.0, ListDiversity.IntraList([1, 4, 6], (one, other) => Math.Abs(one - other)), 12);
        Assert.Equal(0, ListDiversity.IntraList([1], (_, _) => 1));
        Assert.Equal(1.5, ListDiversity.Novelty([0, 2], [50, 100, 25], 100), 12);
        Assert.Equal(Math.Log2(200), ListDiversity.Novelty([0], [0], 100), 12);
        Assert.Equal(0, ListDiversity.Novelty([], [], 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => ListDiversity.Novelty([0], [101], 100));
    }

    [Fact]
    public void Serendipity_is_what_is_relevant_and_was_not_expected()
    {
        Assert.Equal(0.25, ListDiversity.Serendipity([7, 3, 9, 4], [true, true, false, false], [3, 4, 5]));
        Assert.Equal(0, ListDiversity.Serendipity([], [], [1]));
        Assert.Throws<ArgumentException>(() => ListDiversity.Serendipity([1], [], []));
    }

    /// <summary>Brier (0.01 + 0.36 + 0.04) / 3; log loss -(ln 0.9 + ln 0.4 + ln 0.8) / 3; one of two bins: |0.2 - 0|, then |(0.6 + 0.9)/2 - 1/2|.</summary>
    [Fact]
    public void Probabilities_are_held_against_outcomes()
    {
        double[] probabilities = [0.9, 0.6, 0.2];
        bool[] outcomes = [true, false, false];
        Assert.Equal(0.41 / 3, ProbabilityCalibration.Brier(probabilities, outcomes), 12);
        Assert.Equal(-(Math.Log(0.9) + Math.Log(0.4) + Math.Log(0.8)) / 3, ProbabilityCalibration.LogLoss(probabilities, outcomes), 12);
        Assert.Equal((0.2 + 0.5) / 3, ProbabilityCalibration.ExpectedError(probabilities, outcomes, bins: 2), 12);
        Assert.Equal((0.1 + 0.6 + 0.2) / 3, ProbabilityCalibration.ExpectedError(probabilities, outcomes, bins: 50), 12);
        Assert.InRange(ProbabilityCalibration.LogLoss([0], [true]), 36, 37);
        Assert.Throws<ArgumentOutOfRangeException>(() => ProbabilityCalibration.Brier([1.1], [true]));
        Assert.Throws<ArgumentException>(() => ProbabilityCalibration.LogLoss([], []));
    }

    /// <summary>p = (0.7, 0.3), list (1, 0), smoothing 0.01: q = (0.997, 0.003).</summary>
    [Fact]
    public void Taste_is_Stecks_divergence()
    {
        double expected = (0.7 * Math.Log(0.7 / 0.997)) + (0.3 * Math.Log(0.3 / 0.003));
        Assert.Equal(expected, TasteCalibration.Divergence([70, 30], [10, 0]), 12);
        Assert.Equal(0, TasteCalibration.Divergence([70, 30], [7, 3]), 12);
        Assert.Throws<ArgumentException>(() => TasteCalibration.Divergence([1], [0]));
        Assert.Throws<ArgumentException>(() => TasteCalibration.Divergence([1], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TasteCalibration.Divergence([1, -1], [1, 2]));
    }
}
