using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class LinearArmTests
{
    [Fact]
    public void It_is_the_ridge_regression_of_rewards_on_contexts()
    {
        // By hand: A = [[1 + 1 + 1, 1], [1, 1 + 1]], b = [3, 2]: weights (4/5, 3/5).
        var arm = new LinearArm(2);
        arm.Add([1, 1], 2);
        arm.Add([1, 0], 1);
        Assert.Equal([0.8, 0.6], arm.Weights.ToArray().Select(weight => Math.Round(weight, 12)));
        Assert.Equal(1.4, arm.Mean([1, 1]), 12);
        // x' A⁻¹ x with A⁻¹ = [[2, -1], [-1, 3]] / 5.
        Assert.Equal(Math.Sqrt(3.0 / 5), arm.Deviation([1, 1]), 12);
        Assert.Equal(Math.Sqrt(2.0 / 5), arm.Deviation([1, 0]), 12);
        Assert.Equal(2, arm.Count);
    }

    [Fact]
    public void Sums_of_two_servers_are_what_one_would_have_learned()
    {
        var random = new SeededRandom(3);
        LinearArm one = new(5), two = new(5), all = new(5);
        for (int i = 0; i < 60; i++)
        {
            double[] context = [.. Enumerable.Range(0, 5).Select(_ => random.Normal())];
            double reward = random.NextDouble();
            (i % 3 == 0 ? one : two).Add(context, reward);
            all.Add(context, reward);
        }
        one.Add(two);
        Assert.All(one.Weights.ToArray().Zip(all.Weights.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 10));
        Assert.Equal(60, one.Count);
    }

    [Fact]
    public void A_weight_is_as_many_rewards_and_forgetting_takes_them_back()
    {
        LinearArm once = new(2), often = new(2);
        for (int i = 0; i < 4; i++)
            often.Add([1, 0.5], 1);
        once.Add([1, 0.5], 1, weight: 4);
        Assert.Equal(often.Mean([1, 1]), once.Mean([1, 1]), 12);
        often.Forget(0.25);
        LinearArm single = new(2);
        single.Add([1, 0.5], 1);
        Assert.Equal(single.Mean([1, 1]), often.Mean([1, 1]), 12);
        Assert.Equal(1, often.Count);
    }

    [Fact]
    public void Contexts_of_any_size_that_is_taken_leave_it_with_numbers()
    {
        LinearArm arm = new(2, ridge: 1e-6);
        for (int i = 0; i < 1_000; i++)
            arm.Add([LinearArm.Largest, LinearArm.Largest], LinearArm.Largest, LinearArm.Largest);
        Assert.True(double.IsFinite(arm.Mean([1, -1])) && double.IsFinite(arm.Deviation([1, -1])) && double.IsFinite(arm.Mean([1, 1])));
    }

    [Fact]
    public void Many_threads_that_ask_first_get_the_same_answer()
    {
        for (int round = 0; round < 50; round++)
        {
            var arm = new LinearArm(30);
            var random = new SeededRandom(round);
            double[] context = [.. Enumerable.Range(0, 30).Select(_ => random.Normal())];
            for (int i = 0; i < 40; i++)
                arm.Add([.. Enumerable.Range(0, 30).Select(_ => random.Normal())], random.NextDouble());
            double[] found = new double[8];
            Parallel.For(0, found.Length, i => found[i] = arm.Mean(context) + arm.Deviation(context));
            Assert.Single(found.Distinct());
        }
    }

    [Fact]
    public void What_is_no_context_or_no_reward_is_refused_and_nothing_learned()
    {
        var arm = new LinearArm(2);
        Assert.Throws<ArgumentException>(() => arm.Add([1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => arm.Add([1, double.NaN], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => arm.Add([1, 1], double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => arm.Add([1, 1e7], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => arm.Add([1, 1], 1, weight: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => arm.Forget(1.5));
        Assert.Throws<ArgumentException>(() => arm.Add(new LinearArm(3)));
        Assert.Throws<SettingOutOfRangeException>(() => new LinearArm(0));
        Assert.Equal(0, arm.Mean([1, 1]));
    }
}
