using System.Globalization;

namespace Perto.Recommendations.Tests;

public sealed class RandomSplitTests
{
    private static InteractionLog Log(IEnumerable<(string User, string Item)> pairs)
    {
        InteractionLog log = new();
        foreach ((string user, string item) in pairs)
            log.Interactions.Add(new LoggedInteraction(log.Users.Add(user), log.Items.Add(item)));
        return log;
    }

    private static string[] Pairs(InteractionLog log) => [.. log.Interactions.Select(logged => $"{log.Users[logged.User]}-{log.Items[logged.Item]}")];

    [Fact]
    public void Of_each_item_the_interactions_that_drew_the_lowest_numbers_of_NumPy_are_trained_on()
    {
        // numpy.random.seed(42); numpy.random.rand(10) gives
        // .3745 .9507 .7320 .5987 .1560 .1560 .0581 .8662 .6011 .7081: to two decimals the two of .156 differ in the fifth (.15602, .15599).
        InteractionLog log = Log([("a", "x"), ("b", "x"), ("c", "x"), ("d", "x"), ("e", "y"), ("f", "y"), ("g", "y"), ("h", "z"), ("i", "z"), ("j", "w")]);

        (InteractionLog train, InteractionLog test) = RandomSplit.ByItem(log, 0.75, 42);

        // x: a .37, d .60, c .73, b .95 and three of four; y: g .06, f .15599, e .15602 and round(2.25) = 2; z: i .60, h .87 and
        // round(1.5) = 2, half to even; w: round(.75) = 1.
        Assert.Equal(["a-x", "c-x", "d-x", "f-y", "g-y", "h-z", "i-z", "j-w"], Pairs(train));
        Assert.Equal(["b-x", "e-y"], Pairs(test));
    }

    [Fact]
    public void Half_is_rounded_to_even_as_Python_does()
    {
        InteractionLog log = Log(Enumerable.Range(0, 2).Select(n => (n.ToString(CultureInfo.InvariantCulture), "two")).Concat(Enumerable.Range(0, 10).Select(n => (n.ToString(CultureInfo.InvariantCulture), "ten"))));
        (InteractionLog train, InteractionLog test) = RandomSplit.ByItem(log, 0.25, 1);

        // round(.5) = 0 and round(2.5) = 2.
        Assert.Equal(2, train.Interactions.Count);
        Assert.Equal(10, test.Interactions.Count);
    }

    [Fact]
    public void A_user_keeps_something_to_be_scored_by()
    {
        InteractionLog log = Log(Enumerable.Range(0, 40).SelectMany(user => Enumerable.Range(0, (user % 7) + 1).Select(item => ($"u{user}", $"i{item}"))));
        (InteractionLog train, InteractionLog test) = RandomSplit.ByUser(log, 0.8, 3);

        Assert.Equal(Pairs(log).Order(), Pairs(train).Concat(Pairs(test)).Order());
        Assert.Equal(40, train.Interactions.Select(logged => logged.User).Distinct().Count());
        Assert.Equal(Pairs(test), Pairs(RandomSplit.ByUser(log, 0.8, 3).Test));
        Assert.NotEqual(Pairs(test), Pairs(RandomSplit.ByUser(log, 0.8, 4).Test));
    }

    [Fact]
    public void New_users_are_not_fitted_on_and_are_known_in_part()
    {
        InteractionLog log = Log(Enumerable.Range(0, 50).SelectMany(user => Enumerable.Range(0, 10).Select(item => ($"u{user}", $"i{item}"))));
        (InteractionLog train, InteractionLog histories, InteractionLog test) = RandomSplit.NewUsers(log, 0.8, 0.7, 5);

        Assert.Equal(40, train.Interactions.Select(logged => logged.User).Distinct().Count());
        Assert.Equal(10, histories.Interactions.Select(logged => logged.User).Distinct().Count());
        Assert.Empty(train.Interactions.Select(logged => logged.User).Intersect(histories.Interactions.Select(logged => logged.User)));
        Assert.Equal((400, 70, 30), (train.Interactions.Count, histories.Interactions.Count, test.Interactions.Count));
        Assert.Equal(Pairs(log).Order(), Pairs(train).Concat(Pairs(histories)).Concat(Pairs(test)).Order());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_ratio_is_above_nothing_and_below_all(double ratio)
    {
        InteractionLog log = Log([("a", "x"), ("b", "y")]);
        string message = Assert.Throws<Platform.InvalidValueException>(() => RandomSplit.ByItem(log, ratio, 1)).Message;
        Assert.StartsWith("ratio must be above 0 and below 1; got ", message, StringComparison.Ordinal);
        Assert.Throws<Platform.InvalidValueException>(() => RandomSplit.ByUser(log, ratio, 1));
        Assert.Throws<Platform.InvalidValueException>(() => RandomSplit.NewUsers(log, ratio, 0.5, 1));
    }
}
