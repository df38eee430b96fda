namespace Perto.Recommendations.Tests;

public sealed class QuotaTests
{
    public static TheoryData<IDiversifier> Diversifiers => [Mmr.With(0.7), Mmr.With(1), Dpp.With(0.7), Dpp.With(0)];

    [Theory]
    [MemberData(nameof(Diversifiers))]
    public void The_first_picks_have_as_many_of_a_kind_as_there_are_and_were_asked_for(IDiversifier diversifier)
    {
        var random = new Random(17);
        for (int round = 0; round < 100; round++)
        {
            int items = random.Next(1, 60), take = random.Next(1, 25), within = random.Next(1, take + 1);
            float[] relevance = [.. Enumerable.Range(0, items).Select(_ => random.NextSingle())];
            // Rare kinds of low relevance: without a wish they would not come.
            bool[] rare = [.. relevance.Select(value => value < 0.3f && random.Next(2) == 0)];
            int atLeast = random.Next(0, within + 1);

            int[] picked = diversifier.Pick(relevance, Alike, take, quotas: [new Quota(item => rare[item], atLeast)], within: within);

            Assert.Equal(Math.Min(take, items), picked.Distinct().Count());
            Assert.True(picked.Take(within).Count(item => rare[item]) >= Math.Min(atLeast, rare.Count(has => has)));
        }
    }

    [Theory]
    [MemberData(nameof(Diversifiers))]
    public void The_first_picks_have_no_more_of_a_kind_than_was_asked_for_as_far_as_there_are_others(IDiversifier diversifier)
    {
        var random = new Random(19);
        for (int round = 0; round < 100; round++)
        {
            int items = random.Next(1, 60), take = random.Next(1, 25);
            float[] relevance = [.. Enumerable.Range(0, items).Select(_ => random.NextSingle())];
            bool[] loud = [.. relevance.Select(value => value > 0.6f)];
            int atMost = random.Next(0, 5);

            int[] picked = diversifier.Pick(relevance, Alike, take, quotas: [new Quota(item => loud[item], 0, atMost)]);

            int others = loud.Count(has => !has);
            Assert.True(picked.Count(item => loud[item]) <= Math.Max(atMost, picked.Length - others));
        }
    }

    [Theory]
    [MemberData(nameof(Diversifiers))]
    public void Several_wishes_are_kept_together_where_there_are_picks_for_all(IDiversifier diversifier)
    {
        var random = new Random(23);
        for (int round = 0; round < 100; round++)
        {
            const int Items = 80, Take = 20;
            float[] relevance = [.. Enumerable.Range(0, Items).Select(_ => random.NextSingle())];
            string[][] labels = [.. Enumerable.Range(0, Items).Select(item => new[] { item < 60 ? "one" : $"other {item % 6}" })];
            // Each year has items of each label, so that no wish stands against another.
            int[] year = [.. Enumerable.Range(0, Items).Select(item => item % 10)];

            int[] picked = diversifier.Pick(
                relevance,
                Alike,
                Take,
                item => labels[item],
                atLeast: 5,
                within: Take,
                [new Quota(item => year[item] == 9, 4), new Quota(item => year[item] < 5, 4), new Quota(item => labels[item][0] != "one", 2, 6)]);

            Assert.True(picked.SelectMany(item => labels[item]).Distinct().Count() >= 5);
            Assert.True(picked.Count(item => year[item] == 9) >= Math.Min(4, year.Count(value => value == 9)));
            Assert.True(picked.Count(item => year[item] < 5) >= Math.Min(4, year.Count(value => value < 5)));
            Assert.InRange(picked.Count(item => labels[item][0] != "one"), 4, 6);
        }
    }

    [Fact]
    public void A_wish_that_is_fulfilled_anyway_changes_nothing()
    {
        float[] relevance = [.. Enumerable.Range(0, 40).Select(item => 1 - (item / 100f))];

        int[] free = Mmr.With(0.7).Pick(relevance, Alike, 20);
        int[] wished = Mmr.With(0.7).Pick(relevance, Alike, 20, quotas: [new Quota(item => item % 2 == 0, 1, 19)]);

        Assert.Equal(free, wished);
    }

    [Theory]
    [InlineData(20, 2, 4)]
    [InlineData(30, 2, 4)]
    [InlineData(10, 1, 2)]
    public async Task A_list_keeps_shares_of_its_first_items_though_what_they_ask_for_ranks_last(int take, int least, int most)
    {
        // Of 40 dishes the last eight are strange, and the ranker has them last; the plan keeps only the first 30.
        RecommenderPlan<Guest, Dish> plan = Kitchen.Plan.From<Favourites>(take: 40, TimeSpan.FromMinutes(5)).Diversify(
            Mmr.With(1), (_, _, _) => 0, shares: new KindShare<Guest, Dish>((_, dish) => dish.Ordinal >= 32, 0.1, 0.2));
        RecommenderPlan<Guest, Dish> swapped = plan with
        {
            Diversity = plan.Diversity! with { Shares = [new KindShare<Guest, Dish>((_, dish) => dish.Ordinal < 32, 0, 0.2)] },
        };

        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(plan, take);
        Recommendation<Guest, Dish> other = await Kitchen.ServeAsync(swapped, take);

        Assert.InRange(served.List().Take(20).Count(item => item.Item.Ordinal >= 32), least, most);
        // There are but eight of the other kind.
        Assert.Equal(Math.Max(most, Math.Min(20, take) - 8), other.List().Take(20).Count(item => item.Item.Ordinal < 32));
    }

    private static float Alike(int a, int b) => a == b ? 1 : 1f / (1 + Math.Abs(a - b));
}
