namespace Perto.Recommendations.Tests;

public sealed class ExplorationTests
{
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(20, 0.1, 2)]
    [InlineData(30, 0.1, 2)]
    [InlineData(20, 0.25, 5)]
    [InlineData(9, 0.1, 0)]
    [InlineData(20, 0.0, 0)]
    public async Task A_share_of_the_first_items_is_drawn(int take, double share, int drawn)
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Favourites>(take: 30, Patient).Explore<Surprise>(share, Patient), take);

        IReadOnlyList<Recommended<Dish>> list = served.List();
        Assert.Equal(drawn, list.Count(item => item.Propensity is not null));
        Assert.All(list.Skip(20), item => Assert.Null(item.Propensity));
        Assert.Equal(Math.Min(take, 30 + drawn), list.Count);
        Assert.Equal(list.Count, list.Select(item => item.Item.Ordinal).Distinct().Count());
        Assert.All(list.Where(item => item.Propensity is not null), item =>
        {
            Assert.Equal(drawn / 10.0, item.Propensity);
            Assert.Equal("surprise", item.Reason);
        });
        // Never at the head: that is for what is known to be liked.
        Assert.True(list.Count == 0 || list[0].Propensity is null);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(1.0)]
    public async Task What_is_drawn_stands_at_any_place_but_the_first(double share)
    {
        const int Lists = 4_000;
        int[] places = new int[20];
        long seed = 0;
        RecommenderPlan<Guest, Dish> plan = Kitchen.Plan.From<Favourites>(take: 30, Patient).Explore<Surprise>(share, Patient, _ => seed);
        for (; seed < Lists; seed++)
        {
            IReadOnlyList<Recommended<Dish>> list = (await Kitchen.ServeAsync(plan, 30)).List();
            for (int place = 0; place < list.Count; place++)
            {
                if (list[place].Propensity is not null)
                    places[place]++;
            }
        }

        Assert.Equal(0, places[0]);
        double drawn = places.Sum() / (double)(places.Length - 1);
        Assert.All(places.Skip(1), count => Assert.InRange(count, 0.75 * drawn, 1.25 * drawn));
        Assert.Equal((int)Math.Min(10, 20 * share) * Lists, places.Sum());
    }

    [Fact]
    public async Task What_is_drawn_counts_for_the_shares_of_a_list()
    {
        RecommenderPlan<Guest, Dish> plan = Kitchen.Plan.From<Favourites>(take: 40, Patient)
            .Explore<Surprise>(0.1, Patient)
            .Diversify(Mmr.With(1), (_, _, _) => 0, shares: new KindShare<Guest, Dish>((_, dish) => dish.Ordinal >= 30, 0.1, 0.1));

        IReadOnlyList<Recommended<Dish>> list = (await Kitchen.ServeAsync(plan, 20)).List();

        // The surprises are the two, so none is ranked in.
        Assert.Equal(2, list.Count(item => item.Item.Ordinal >= 30));
        Assert.All(list.Where(item => item.Item.Ordinal >= 30), item => Assert.NotNull(item.Propensity));
    }

    [Fact]
    public async Task What_the_rules_drop_is_not_shown_though_it_was_drawn()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Favourites>(take: 20, Patient).Explore<Surprise>(0.5, Patient).Apply<NoMondayDishes>(), 20);

        Assert.DoesNotContain(served.List(), item => item.Item.Ordinal % 7 == 0);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_share_outside_its_range_is_refused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Kitchen.Plan.Explore<Surprise>(share));
}
