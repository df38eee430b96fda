using Perto.Learning;
using Perto.Platform;

namespace Perto.Recommendations.Tests;

public sealed class SplitPlanTests
{
    // Twenty users of the same taste have 8 of 12 items each, in an order of their own.
    private static InteractionLog Log()
    {
        InteractionLog log = new();
        for (int user = 0; user < 20; user++)
        {
            for (int n = 0; n < 8; n++)
                log.Interactions.Add(new LoggedInteraction(log.Users.Add($"u{user}"), log.Items.Add($"i{((user * 5) + (n * 7)) % 12}"), 1 + (n % 5), n + user));
        }

        return log;
    }

    [Theory]
    [InlineData(SplitKind.UserTime)]
    [InlineData(SplitKind.GlobalTime)]
    [InlineData(SplitKind.LeaveOneOut)]
    [InlineData(SplitKind.ItemStratified)]
    [InlineData(SplitKind.UserRandom)]
    [InlineData(SplitKind.NewUsers)]
    public void Every_split_loses_nothing_and_can_be_measured_on(SplitKind kind)
    {
        InteractionLog log = Log();
        SplitPlan plan = new() { Kind = kind, Ratio = 0.75 };
        (InteractionLog train, InteractionLog? histories, InteractionLog test) = plan.Parts(log);
        Assert.Equal(log.Interactions.Count, train.Interactions.Count + (histories?.Interactions.Count ?? 0) + test.Interactions.Count);
        Assert.NotEmpty(test.Interactions);

        EvaluationTask task = plan.Split(log);
        RankingQuality quality = task.Measure(Popularity.Fit(task.Train), [3]);
        Assert.Equal(test.Interactions.Select(logged => logged.User).Distinct().Count(), quality.Users);
        Assert.Equal(quality.Users, quality.Metric("ndcg", 3).Users.Count);
        Assert.Equal(quality.Metric("ndcg", 3).Value, quality.Metric("ndcg", 3).Users.Average(), 1e-12);
        Assert.StartsWith(plan.Description, task.Protocol, StringComparison.Ordinal);
        Assert.Same(plan, task.Shape.Split);
    }

    [Fact]
    public void A_part_of_a_round_number_is_whole()
    {
        // 1 - .8 is a little less than .2 in binary: a fifth of five items is one all the same.
        InteractionLog log = new();
        for (int n = 0; n < 50; n++)
            log.Interactions.Add(new LoggedInteraction(log.Users.Add($"u{n / 5}"), log.Items.Add($"i{n % 7}"), 1, n));
        foreach ((double ratio, int perUser) in ((double, int)[])[(0.8, 1), (0.6, 2), (0.4, 3)])
        {
            (_, _, InteractionLog test) = new SplitPlan { Kind = SplitKind.UserTime, Ratio = ratio }.Parts(log);
            Assert.Equal(10 * perUser, test.Interactions.Count);
            Assert.Equal(10 * perUser, TimelineSplit.Last(log, perUser / 5.0).Test.Interactions.Count);
            Assert.Equal(10 * perUser, new SplitPlan { Kind = SplitKind.GlobalTime, Ratio = ratio }.Parts(log).Test.Interactions.Count);
        }
    }

    [Fact]
    public void Only_users_with_something_to_fit_on_are_fitted_on()
    {
        EvaluationTask task = new SplitPlan { Kind = SplitKind.NewUsers, Users = 0.5, Ratio = 0.5 }.Split(Log());
        Assert.Equal((10, 10), (task.Train.UserCount, task.Shape.Users));
        Assert.Equal(10, task.Measure(Popularity.Fit(task.Train), [3]).Users);
    }

    [Fact]
    public void A_split_by_time_needs_times()
    {
        InteractionLog log = new();
        for (int n = 0; n < 10; n++)
            log.Interactions.Add(new LoggedInteraction(log.Users.Add($"u{n / 5}"), log.Items.Add($"i{n}")));
        Assert.Throws<InvalidValueException>(() => new SplitPlan { Kind = SplitKind.UserTime }.Split(log));
        Assert.Throws<InvalidValueException>(() => new SplitPlan { Kind = SplitKind.GlobalTime }.Split(log));
    }

    [Fact]
    public void New_users_are_scored_by_what_is_known_of_them_and_not_recommended_it()
    {
        SplitPlan plan = new() { Kind = SplitKind.NewUsers, Ratio = 0.5, Users = 0.5 };
        (InteractionLog train, InteractionLog? histories, InteractionLog test) = plan.Parts(Log());
        EvaluationTask task = plan.Split(Log());

        // Of 12 items 4 are known, so that 8 are ranked, among them the 4 to find: a recall of 1 at 8 says that no known one is.
        Assert.Equal(1, task.Measure(Popularity.Fit(task.Train), [8]).Metric("recall", 8).Value, 1e-12);
        Assert.All(histories!.Interactions, logged => Assert.DoesNotContain(logged.User, train.Interactions.Select(known => known.User)));
        Assert.Equal(histories.Interactions.Count, test.Interactions.Count);
    }

    [Fact]
    public void Negatives_are_drawn_once_from_what_the_user_never_had()
    {
        SplitPlan plan = new() { Kind = SplitKind.LeaveOneOut, Negatives = 4, Seed = 7 };
        EvaluationTask task = plan.Split(Log());
        Assert.Equal((20, 4), (task.Shape.Test, task.Shape.Negatives));

        // All four items that a user never had: the positive is first where it is more popular than all of them.
        RankingQuality first = task.Measure(Popularity.Fit(task.Train), [1]);
        Assert.Equal(first.Metric("hit_rate", 1).Users, plan.Split(Log()).Measure(Popularity.Fit(task.Train), [1]).Metric("hit_rate", 1).Users);
        InvalidValueException refused = Assert.Throws<InvalidValueException>(() => (plan with { Negatives = 5 }).Split(Log()));
        Assert.Equal("negatives must be at most the 4 items that user 'u0' never had; got 5", refused.Message);
    }
}
