using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class OffPolicyTests
{
    [Fact]
    public void Small_logs_have_the_values_that_a_pencil_finds()
    {
        LoggedChoice[] log =
        [
            new(1, 0.5, 0.25) { ExpectedOfChoice = 0.8, ExpectedOfTarget = 0.5 },
            new(0, 0.25, 0.5) { ExpectedOfChoice = 0.2, ExpectedOfTarget = 0.4 },
            new(1, 0.5, 0.5) { ExpectedOfChoice = 0.6, ExpectedOfTarget = 0.6 },
        ];
        OffPolicyReport report = OffPolicy.Evaluate(log, withModel: true);
        // Weights .5, 2, 1.
        Assert.Equal((0.5 + 1) / 3, report[OffPolicyEstimator.Ips].Value, 12);
        Assert.Equal(1.5 / 3.5, report[OffPolicyEstimator.Snips].Value, 12);
        Assert.Equal(0.5, report[OffPolicyEstimator.DirectMethod].Value, 12);
        double errors = (0.5 * 0.2) + (2 * -0.2) + 0.4;
        Assert.Equal(0.5 + (errors / 3), report[OffPolicyEstimator.DoublyRobust].Value, 12);
        Assert.Equal(0.5 + (errors / 3.5), report[OffPolicyEstimator.SelfNormalizedDoublyRobust].Value, 12);
        Assert.Equal(report[OffPolicyEstimator.DoublyRobust].Value, report[OffPolicyEstimator.SwitchDoublyRobust].Value);
        Assert.Equal(0.5 + (((0.5 * 0.2) + 0.4) / 3), OffPolicy.Evaluate(log, true, new OffPolicySettings { SwitchAt = 1.5 })[OffPolicyEstimator.SwitchDoublyRobust].Value, 12);
        Assert.Equal((2.0 / 3, 2, 3.5 * 3.5 / 5.25), (report.LoggedValue, report.LargestWeight, report.EffectiveChoices));
        Assert.Equal(3.5 / 3, report.MeanWeight, 12);

        // The switch looks at the weight as it was: 2 is above it, clipped or not.
        Assert.Equal(
            0.5 + (((0.5 * 0.2) + 0.4) / 3), OffPolicy.Evaluate(log, true, new OffPolicySettings { Clip = 1, SwitchAt = 1.5 })[OffPolicyEstimator.SwitchDoublyRobust].Value, 12);

        OffPolicyReport clipped = OffPolicy.Evaluate(log, withModel: false, new OffPolicySettings { Clip = 1 });
        Assert.Equal(1.5 / 2.5, clipped[OffPolicyEstimator.Snips].Value, 12);
        Assert.Equal(1.0 / 3, clipped.ClippedShare, 12);
        Assert.Equal(2, clipped.Estimates.Count);
        Assert.Throws<ArgumentException>(() => clipped[OffPolicyEstimator.DoublyRobust]);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(-0.4)]
    public void Intervals_hold_the_true_value_as_often_as_they_say(double modelError)
    {
        var world = new World(5);
        OffPolicyEstimator[] unbiased = [OffPolicyEstimator.Ips, OffPolicyEstimator.Snips, OffPolicyEstimator.DoublyRobust, OffPolicyEstimator.SelfNormalizedDoublyRobust];
        const int rounds = 300;
        OffPolicyReport[] reports = [.. Enumerable.Range(0, rounds).Select(round => OffPolicy.Evaluate(world.Log(800, round, modelError), withModel: true))];
        Assert.All(reports, report => Assert.True(report.WeightsAddUp));
        foreach (OffPolicyEstimator estimator in unbiased)
        {
            OffPolicyEstimate[] estimates = [.. reports.Select(report => report[estimator])];
            // 95 % of 300 less four standard errors.
            Assert.True(estimates.Count(estimate => estimate.Interval.Contains(world.TrueValue)) >= 270, $"{estimator}");
            double bias = estimates.Average(estimate => estimate.Value) - world.TrueValue;
            double spread = Math.Sqrt(estimates.Average(estimate => Math.Pow(estimate.Value - world.TrueValue, 2)));
            Assert.True(Math.Abs(bias) < 0.005, $"{estimator}: bias {bias}");
            // And no wider than it must be: a deviation of 300 values is known to a fiftieth of two.
            Assert.Equal(1, estimates.Average(estimate => estimate.StandardError) / spread, 0.15);
        }
    }

    [Fact]
    public void A_good_model_makes_the_doubly_robust_estimate_steadier_and_a_bad_one_does_not_bend_it()
    {
        var world = new World(5);
        double Spread(double modelError, OffPolicyEstimator estimator) =>
            Math.Sqrt(Enumerable.Range(0, 100).Average(round => Math.Pow(OffPolicy.Evaluate(world.Log(500, round, modelError), true)[estimator].Value - world.TrueValue, 2)));
        Assert.True(Spread(0, OffPolicyEstimator.DoublyRobust) < 0.9 * Spread(0, OffPolicyEstimator.Ips));
        Assert.True(Spread(0.4, OffPolicyEstimator.DirectMethod) > 3 * Spread(0.4, OffPolicyEstimator.DoublyRobust));
    }

    [Fact]
    public void Choices_that_stand_and_fall_together_widen_the_interval()
    {
        var world = new World(5);
        LoggedChoice[] alone = world.Log(400, 1, 0);
        LoggedChoice[] five = [.. alone.SelectMany((choice, i) => Enumerable.Repeat(choice with { Cluster = i }, 5))];
        LoggedChoice[] pretended = [.. five.Select(choice => choice with { Cluster = -1 })];
        double error = OffPolicy.Evaluate(alone, false)[OffPolicyEstimator.Snips].StandardError;
        Assert.Equal(error, OffPolicy.Evaluate(five, false)[OffPolicyEstimator.Snips].StandardError, 12);
        Assert.True(OffPolicy.Evaluate(pretended, false)[OffPolicyEstimator.Snips].StandardError < 0.5 * error);
        Assert.Equal(400, OffPolicy.Evaluate(five, false).Clusters);
    }

    [Fact]
    public void Wrong_propensities_are_found_out()
    {
        LoggedChoice[] wrong = [.. new World(5).Log(2_000, 1, 0).Select(choice => choice with { Propensity = Math.Min(1, choice.Propensity * 1.5) })];
        Assert.False(OffPolicy.Evaluate(wrong, false).WeightsAddUp);
    }

    [Fact]
    public void What_says_nothing_or_is_out_of_range_is_refused_by_its_number()
    {
        LoggedChoice good = new(1, 0.5, 0.5);
        Assert.Throws<ArgumentException>(() => OffPolicy.Evaluate([good], false));
        Assert.Throws<ArgumentException>(() => OffPolicy.Evaluate([good with { Cluster = 1 }, good with { Cluster = 1 }], false));
        Assert.Throws<ArgumentException>(() => OffPolicy.Evaluate([good with { TargetProbability = 0 }, good with { TargetProbability = 0 }], false));
        foreach (LoggedChoice bad in (LoggedChoice[])[good with { Propensity = 0 }, good with { Propensity = 1.1 }, good with { TargetProbability = -0.1 }, good with { Reward = double.NaN },
            good with { ExpectedOfTarget = double.NaN }])
            Assert.Contains("Choice 1", Assert.Throws<ArgumentOutOfRangeException>(() => OffPolicy.Evaluate([good, bad], false)).Message, StringComparison.Ordinal);
        Assert.Throws<SettingOutOfRangeException>(() => OffPolicy.Evaluate([good, good], false, new OffPolicySettings { Clip = 0 }));
        Assert.Throws<SettingOutOfRangeException>(() => OffPolicy.Evaluate([good, good], false, new OffPolicySettings { Confidence = 1 }));
    }

    /// <summary>Two kinds of people, three choices, rewards of 0 and 1.</summary>
    private sealed class World(long seed)
    {
        private static readonly double[][] Means = [[0.2, 0.5, 0.3], [0.6, 0.1, 0.4]];
        private static readonly double[][] Logging = [[0.5, 0.2, 0.3], [0.2, 0.5, 0.3]];
        private static readonly double[][] Target = [[0.1, 0.8, 0.1], [0.7, 0.1, 0.2]];

        public double TrueValue => Enumerable.Range(0, 2).Average(kind => Target[kind].Zip(Means[kind], (share, mean) => share * mean).Sum());

        /// <param name="choices">How many.</param>
        /// <param name="stream">Another one is another log.</param>
        /// <param name="modelError">What the model adds to each true mean.</param>
        public LoggedChoice[] Log(int choices, int stream, double modelError)
        {
            SeededRandom random = SeededRandom.ForStream(seed, stream);
            return [.. Enumerable.Range(0, choices).Select(_ =>
            {
                int kind = random.Next(2);
                double at = random.NextDouble();
                int choice = at < Logging[kind][0] ? 0 : at < Logging[kind][0] + Logging[kind][1] ? 1 : 2;
                return new LoggedChoice(random.NextDouble() < Means[kind][choice] ? 1 : 0, Logging[kind][choice], Target[kind][choice])
                {
                    ExpectedOfChoice = Means[kind][choice] + modelError,
                    ExpectedOfTarget = Target[kind].Zip(Means[kind], (share, mean) => share * (mean + modelError)).Sum(),
                };
            })];
        }
    }
}
