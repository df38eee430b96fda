using Perto.Learning;
using Perto.Platform;

namespace Perto.Targeting.Tests;

public sealed class DecisionLogTests
{
    /// <summary>Rewards of three actions by kind of context, known because they are made.</summary>
    private static readonly double[][] Truth = [[0.1, 0.3, 0.5], [0.6, 0.2, 0.1]];
    private static readonly double[] Logging = [0.5, 0.3, 0.2];

    // The judged policy knows the kind; the other one does not.
    private static readonly double[][] Knowing = [[0.1, 0.2, 0.7], [0.8, 0.1, 0.1]];
    private static readonly double[] Blind = [1.0 / 3, 1.0 / 3, 1.0 / 3];

    /// <summary>300 logs of 400 choices: intervals of 95 % hold the true value of both policies about as often, by every unbiased estimator.</summary>
    [Fact]
    public void Intervals_cover_the_true_value_of_several_policies()
    {
        double knowing = Enumerable.Range(0, 2).Average(kind => Knowing[kind].Zip(Truth[kind], (p, r) => p * r).Sum());
        double blind = Enumerable.Range(0, 2).Average(kind => Blind.Zip(Truth[kind], (p, r) => p * r).Sum());
        Dictionary<(string Policy, OffPolicyEstimator Estimator), int> covered = [];
        var random = new Random(21);
        const int Logs = 300;
        for (int run = 0; run < Logs; run++)
        {
            DecisionLog log = Make(random, 400, withModel: true);
            foreach (PolicyValue value in log.Evaluate(new OffPolicySettings()))
            {
                double truth = value.Policy == "knowing" ? knowing : blind;
                foreach (OffPolicyEstimate estimate in value.Report!.Estimates.Where(estimate => estimate.Estimator is not OffPolicyEstimator.DirectMethod))
                    covered[(value.Policy, estimate.Estimator)] = covered.GetValueOrDefault((value.Policy, estimate.Estimator)) + (estimate.Interval.Contains(truth) ? 1 : 0);
            }
        }
        Assert.Equal(10, covered.Count);
        Assert.All(covered, entry => Assert.True(entry.Value is >= 270 and <= 298, $"{entry.Key}: {entry.Value} of {Logs}"));
    }

    [Fact]
    public void What_the_log_never_tried_is_warned_of()
    {
        var log = new DecisionLog();
        for (int i = 0; i < 1_000; i++)
            log.Add(Decision(i, 0.5, i % 2) with { TargetPropensity = i % 2 == 0 ? 0.4 : 0.1 }, $"log:{i}");
        PolicyValue value = log.Evaluate(new OffPolicySettings())[0];
        Assert.Equal((DecisionLog.OnlyPolicy, 0.5), (value.Policy, value.Report!.MeanWeight));
        Assert.Contains("the policy makes choices that the log never tried", Assert.Single(value.Warnings), StringComparison.Ordinal);
        Assert.Equal(0.8, value.LargestWeights[0].Weight);
        Assert.Equal(5, value.LargestWeights.Count);
    }

    [Fact]
    public void A_policy_of_which_the_log_says_nothing_has_no_value()
    {
        var log = new DecisionLog();
        log.Add(Decision(0, 0.5, 1) with { Policies = new Dictionary<string, double> { ["same"] = 0.5, ["never"] = 0 } }, "log:1");
        log.Add(Decision(1, 0.5, 0) with { Policies = new Dictionary<string, double> { ["same"] = 0.5, ["never"] = 0 } }, "log:2");
        IReadOnlyList<PolicyValue> values = log.Evaluate(new OffPolicySettings());
        Assert.Equal(["never", "same"], values.Select(value => value.Policy));
        Assert.Null(values[0].Report);
        Assert.Equal(["the policy makes none of the logged choices: the log says nothing of it"], values[0].Warnings);
        Assert.Equal(0.5, values[1].Report![OffPolicyEstimator.Ips].Value);
        Assert.Contains(values[1].Warnings, warning => warning.StartsWith("the log is worth 2 choices", StringComparison.Ordinal));
    }

    [Fact]
    public void Choices_of_a_slate_stand_and_fall_together_unless_a_cluster_is_named()
    {
        var log = new DecisionLog();
        for (int i = 0; i < 6; i++)
            log.Add(Decision(i / 2, 0.5, 1) with { TargetPropensity = 0.5, Cluster = i < 4 ? null : "ana" }, $"log:{i}");
        Assert.Equal(3, log.Evaluate(new OffPolicySettings())[0].Report!.Clusters);
        var one = new DecisionLog();
        one.Add(Decision(0, 0.5, 1) with { TargetPropensity = 1 }, "log:1");
        Assert.Throws<InvalidValueException>(() => one.Evaluate(new OffPolicySettings()));
    }

    [Fact]
    public void Lines_that_break_a_rule_are_named()
    {
        Refused(Decision(0, 0, 1) with { TargetPropensity = 1 }, "log:9: propensity must be above 0 and at most 1; got '0'");
        Refused(Decision(0, 0.5, double.NaN) with { TargetPropensity = 1 }, "log:9: reward must be a finite number; got 'NaN'");
        Refused(Decision(0, 0.5, 1), "log:9: target_propensity must be given, or else policies: one of them; got ''");
        Refused(Decision(0, 0.5, 1) with { TargetPropensity = 1.5 }, "log:9: target must be 0 to 1; got '1.5'");
        Refused(Decision(0, 0.5, 1) with { TargetPropensity = 1, ExpectedReward = 1 }, "log:9: expected_target must be a finite number, as there is an expected_reward; got ''");
        var log = new DecisionLog();
        log.Add(Decision(0, 0.5, 1) with { TargetPropensity = 1 }, "log:1");
        InvalidValueException other = Assert.Throws<InvalidValueException>(
            () => log.Add(Decision(0, 0.5, 1) with { Policies = new Dictionary<string, double> { ["x"] = 1 } }, "log:2"));
        Assert.Equal("log:2: policies must be the same in all lines, and one or more (target); got 'x'", other.Message);
    }

    private static void Refused(LoggedDecision decision, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidValueException>(() => new DecisionLog().Add(decision, "log:9")).Message);

    private static DecisionLog Make(Random random, int choices, bool withModel)
    {
        var log = new DecisionLog();
        for (int i = 0; i < choices; i++)
        {
            int kind = random.Next(2);
            double draw = random.NextDouble();
            int action = draw < Logging[0] ? 0 : draw < Logging[0] + Logging[1] ? 1 : 2;
            // A model that is wrong by a little in the same way everywhere: doubly robust estimators must not mind.
            double Model(int chosen) => (Truth[kind][chosen] * 0.8) + 0.1;
            log.Add(
                new LoggedDecision
                {
                    Slate = $"s{i}",
                    Action = $"a{action}",
                    Propensity = Logging[action],
                    Reward = random.NextDouble() < Truth[kind][action] ? 1 : 0,
                    Policies = new Dictionary<string, double> { ["knowing"] = Knowing[kind][action], ["blind"] = Blind[action] },
                    ExpectedReward = withModel ? Model(action) : null,
                    ExpectedPolicies = withModel
                        ? new Dictionary<string, double> { ["knowing"] = Enumerable.Range(0, 3).Sum(a => Knowing[kind][a] * Model(a)), ["blind"] = Enumerable.Range(0, 3).Sum(a => Blind[a] * Model(a)) }
                        : null,
                },
                $"log:{i}");
        }
        return log;
    }

    private static LoggedDecision Decision(int slate, double propensity, double reward) => new() { Slate = $"s{slate}", Action = "a", Propensity = propensity, Reward = reward };
}
