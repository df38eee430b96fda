using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class PlattScalingTests
{
    [Theory, InlineData(1.5, -0.7), InlineData(0.3, 2), InlineData(4, -3)]
    public void The_curve_that_outcomes_were_drawn_from_is_found(double slope, double intercept)
    {
        (double[] scores, bool[] outcomes, _) = Drawn(slope, intercept, _ => 0);

        PlattScaling fitted = PlattScaling.Fit(scores, outcomes);

        Assert.Equal(slope, fitted.Slope, 0.1 * slope + 0.05);
        Assert.Equal(intercept, fitted.Intercept, 0.15);
    }

    [Fact]
    public void Known_log_odds_are_taken_out()
    {
        (double[] scores, bool[] outcomes, double[] offsets) = Drawn(1.2, -0.5, place => -place);

        PlattScaling aware = PlattScaling.Fit(scores, outcomes, offsets), unaware = PlattScaling.Fit(scores, outcomes);

        Assert.Equal(-0.5, aware.Intercept, 0.15);
        Assert.True(unaware.Intercept < -1, $"{unaware}");
    }

    [Fact]
    public void It_is_the_least_loss_that_a_search_finds()
    {
        (double[] scores, bool[] outcomes, _) = Drawn(1, 0.5, _ => 0, count: 60);
        int positives = outcomes.Count(outcome => outcome);
        double high = (positives + 1.0) / (positives + 2), low = 1.0 / (outcomes.Length - positives + 2);
        double Loss(double slope, double intercept) => scores.Zip(outcomes).Sum(pair =>
        {
            double p = 1 / (1 + Math.Exp(-((slope * pair.First) + intercept))), target = pair.Second ? high : low;
            return -(target * Math.Log(p)) - ((1 - target) * Math.Log(1 - p));
        });

        PlattScaling fitted = PlattScaling.Fit(scores, outcomes);

        double least = Loss(fitted.Slope, fitted.Intercept);
        for (double slope = 0; slope < 4; slope += 0.05)
        {
            for (double intercept = -3; intercept < 3; intercept += 0.05)
                Assert.True(Loss(slope, intercept) >= least - 1e-9, $"{slope} {intercept}");
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Outcomes_that_are_all_alike_give_finite_probabilities(bool outcome)
    {
        double[] scores = [.. Enumerable.Range(0, 50).Select(i => i / 10.0)];

        PlattScaling fitted = PlattScaling.Fit(scores, [.. Enumerable.Repeat(outcome, scores.Length)]);

        Assert.InRange(fitted.Probability(2.5), outcome ? 0.9 : 0, outcome ? 1 : 0.1);
    }

    [Fact]
    public void Scores_that_speak_against_the_outcome_do_not_turn_the_order_round()
    {
        (double[] scores, bool[] outcomes, _) = Drawn(2, 0, _ => 0);

        Assert.Equal(0, PlattScaling.Fit([.. scores.Select(score => -score)], outcomes).Slope);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PlattScaling.Fit([], []));
        Assert.Throws<ArgumentException>(() => PlattScaling.Fit([1, 2], [true]));
        Assert.Throws<ArgumentException>(() => PlattScaling.Fit([1, double.NaN], [true, false]));
        Assert.Throws<ArgumentException>(() => PlattScaling.Fit([1, 2], [true, false], [1]));
        Assert.Throws<ArgumentException>(() => PlattScaling.Fit([1, 2], [true, false], [1, double.NegativeInfinity]));
    }

    private static (double[] Scores, bool[] Outcomes, double[] Offsets) Drawn(double slope, double intercept, Func<int, double> offset, int count = 20_000)
    {
        var random = new SeededRandom(9);
        double[] scores = new double[count], offsets = new double[count];
        bool[] outcomes = new bool[count];
        for (int i = 0; i < count; i++)
        {
            scores[i] = random.Normal();
            offsets[i] = offset(i % 4);
            outcomes[i] = random.NextDouble() < 1 / (1 + Math.Exp(-((slope * scores[i]) + intercept + offsets[i])));
        }
        return (scores, outcomes, offsets);
    }
}
