using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class LinearBanditTests
{
    private const int Arms = 5, Dimensions = 4;

    [Theory]
    [InlineData(BanditPolicy.UpperBound)]
    [InlineData(BanditPolicy.Thompson)]
    [InlineData(BanditPolicy.Greedy)]
    public void It_learns_whom_to_show_what(BanditPolicy policy)
    {
        var world = new World(7);
        var bandit = new LinearBandit(Arms, Dimensions, new BanditSettings { Policy = policy });
        (double early, double late) = world.Regret(bandit, 4_000);
        double chance = world.Regret(new LinearBandit(Arms, Dimensions, new BanditSettings { UniformShare = 1 }), 4_000).Late;
        // Five of a hundred choices are made evenly, and lose what chance loses.
        Assert.True(late < 0.15 * chance && late < early, $"{policy}: {early:0.000} early, {late:0.000} late, chance {chance:0.000}");
    }

    [Theory]
    [InlineData(BanditPolicy.UpperBound)]
    [InlineData(BanditPolicy.Thompson)]
    [InlineData(BanditPolicy.Greedy)]
    public void Choices_are_made_as_often_as_their_propensities_say(BanditPolicy policy)
    {
        LinearBandit bandit = Taught(policy);
        double[] contexts = Contexts(1);
        int[] candidates = [4, 1, 3];
        double[] propensities = new double[3];
        bandit.Propensities(candidates, contexts.AsSpan(0, 3 * Dimensions), propensities);
        Assert.Equal(1, propensities.Sum(), 12);
        Assert.All(propensities, propensity => Assert.True(propensity >= 0.1 / 3));

        var random = new SeededRandom(2);
        double[] counts = new double[Arms];
        const int rounds = 20_000;
        for (int i = 0; i < rounds; i++)
        {
            BanditChoice choice = bandit.Choose(candidates, contexts.AsSpan(0, 3 * Dimensions), random);
            counts[choice.Arm] += 1.0 / rounds;
            Assert.Equal(propensities[Array.IndexOf(candidates, choice.Arm)], choice.Propensity);
        }
        Assert.Equal((0, 0), (counts[0], counts[2]));
        Assert.All(candidates.Zip(propensities), pair => Assert.Equal(pair.Second, counts[pair.First], 0.02));
    }

    [Fact]
    public void Thompson_sampling_is_as_sure_as_it_knows()
    {
        var bandit = new LinearBandit(2, 1, new BanditSettings { UniformShare = 0, Exploration = 1 });
        double[] before = Propensities(bandit), after;
        for (int i = 0; i < 200; i++)
        {
            bandit.Learn(0, [1], 0.6);
            bandit.Learn(1, [1], 0.3);
        }
        after = Propensities(bandit);
        Assert.Equal(0.5, before[0], 9);
        // Means .6 and .3 less the prior's pull, deviations 1 / sqrt(201) each.
        double expected = Distributions.NormalCdf((200 * 0.3 / 201) / Math.Sqrt(2.0 / 201));
        Assert.Equal(expected, after[0], 9);
    }

    [Fact]
    public void An_order_has_all_candidates_and_the_propensities_of_its_steps()
    {
        LinearBandit bandit = Taught(BanditPolicy.Thompson);
        int[] candidates = [2, 0, 4, 1];
        double[] contexts = Contexts(3).AsSpan(0, 4 * Dimensions).ToArray();
        BanditChoice[] order = bandit.Order(candidates, contexts, new SeededRandom(5));
        Assert.Equal(candidates.Order(), order.Select(choice => choice.Arm).Order());
        Assert.Equal(1, order[^1].Propensity, 12);

        double[] second = new double[3];
        int[] left = [.. candidates.Where(arm => arm != order[0].Arm)];
        double[] contextsLeft = [.. left.SelectMany(arm => contexts.AsSpan(Array.IndexOf(candidates, arm) * Dimensions, Dimensions).ToArray())];
        bandit.Propensities(left, contextsLeft, second);
        Assert.Equal(second[Array.IndexOf(left, order[1].Arm)], order[1].Propensity, 9);
        // The caller's own are left as they were.
        Assert.Equal([2, 0, 4, 1], candidates);
    }

    [Fact]
    public void The_same_seed_makes_the_same_choices()
    {
        LinearBandit bandit = Taught(BanditPolicy.Thompson);
        int[] Choices() => [.. bandit.Order([0, 1, 2, 3, 4], Contexts(9), new SeededRandom(1)).Select(choice => choice.Arm)];
        Assert.Equal(Choices(), Choices());
    }

    [Fact]
    public void It_comes_back_from_a_file_as_it_was_and_from_a_damaged_one_not_at_all()
    {
        LinearBandit bandit = Taught(BanditPolicy.UpperBound);
        using var stream = new MemoryStream();
        bandit.Save(stream);
        byte[] bytes = stream.ToArray();
        LinearBandit loaded = LinearBandit.Load(new MemoryStream(bytes));
        Assert.Equal(bandit.Settings, loaded.Settings);
        Assert.Equal(Propensities(bandit, 4), Propensities(loaded, 4));
        Assert.Equal(bandit[2].Count, loaded[2].Count);

        for (int at = 0; at < bytes.Length; at += 7)
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= 0x10;
            Assert.Throws<BinaryFormatException>(() => LinearBandit.Load(new MemoryStream(damaged)));
        }
        Assert.Throws<BinaryFormatException>(() => LinearBandit.Load(new MemoryStream(bytes[..^5])));
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        var bandit = new LinearBandit(2, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => bandit.Learn(2, [1, 1], 1));
        Assert.Throws<ArgumentException>(() => bandit.Choose([], [], new SeededRandom(1)));
        Assert.Throws<ArgumentException>(() => bandit.Choose([0, 1], [1, 1], new SeededRandom(1)));
        Assert.Throws<ArgumentException>(() => bandit.Choose([1, 1], [1, 1, 1, 1], new SeededRandom(1)));
        Assert.Throws<SettingOutOfRangeException>(() => new LinearBandit(1_000, 1_024));
        Assert.Throws<SettingOutOfRangeException>(() => new LinearBandit(0, 2));
        Assert.Throws<SettingOutOfRangeException>(() => new LinearBandit(2, 2, new BanditSettings { Exploration = -1 }));
        Assert.Throws<SettingOutOfRangeException>(() => new LinearBandit(2, 2, new BanditSettings { UniformShare = 1.1 }));
        Assert.Throws<SettingOutOfRangeException>(() => new LinearBandit(2, 2, new BanditSettings { Ridge = 0 }));
    }

    private static double[] Propensities(LinearBandit bandit, int dimensions = 1)
    {
        double[] propensities = new double[bandit.Arms];
        bandit.Propensities([.. Enumerable.Range(0, bandit.Arms)], [.. Enumerable.Repeat(1.0, bandit.Arms * dimensions)], propensities);
        return propensities;
    }

    private static LinearBandit Taught(BanditPolicy policy)
    {
        var bandit = new LinearBandit(Arms, Dimensions, new BanditSettings { Policy = policy, UniformShare = 0.1 });
        new World(4).Regret(bandit, 60);
        return bandit;
    }

    private static double[] Contexts(long seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, Arms * Dimensions).Select(_ => random.Normal())];
    }

    /// <summary>Arms with weights of their own; the context is that of the person.</summary>
    private sealed class World
    {
        private readonly double[][] _weights;
        private readonly SeededRandom _random;

        public World(long seed)
        {
            _random = new SeededRandom(seed);
            _weights = [.. Enumerable.Range(0, Arms).Select(_ => (double[])[.. Enumerable.Range(0, Dimensions).Select(_ => 0.3 * _random.Normal())])];
        }

        /// <summary>Mean regret of the first and of the last quarter of the rounds.</summary>
        public (double Early, double Late) Regret(LinearBandit bandit, int rounds)
        {
            double early = 0, late = 0;
            int quarter = Math.Max(1, rounds / 4);
            for (int round = 0; round < rounds; round++)
            {
                double[] context = [1, _random.Normal(), _random.Normal(), _random.Normal()];
                double[] means = [.. _weights.Select(weights => weights.Zip(context, (weight, value) => weight * value).Sum())];
                int arm = bandit.Choose([.. Enumerable.Range(0, Arms)], [.. Enumerable.Repeat(context, Arms).SelectMany(value => value)], _random).Arm;
                bandit.Learn(arm, context, means[arm] + (0.2 * _random.Normal()));
                double regret = (means.Max() - means[arm]) / quarter;
                if (round < quarter)
                    early += regret;
                else if (round >= rounds - quarter)
                    late += regret;
            }
            return (early, late);
        }
    }
}
