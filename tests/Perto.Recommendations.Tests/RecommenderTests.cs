using Microsoft.Extensions.DependencyInjection;

namespace Perto.Recommendations.Tests;

public sealed class RecommenderTests
{
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_candidate_found_twice_stands_once_with_both_scores()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Favourites>(take: 20, Patient).From<LikeTheLast>(take: 10, Patient));

        int[] ordinals = [.. Enumerable.Range(0, served.Candidates.Count).Select(i => served.Candidates[i].Ordinal)];
        Assert.Equal(ordinals.Distinct(), ordinals);
        Recommended<Dish> both = served.List().Single(item => item.Item.Ordinal == 10);
        Assert.Equal(["favourites", "like_the_last"], both.Why.Sources.Keys.Order());
        Assert.Equal(1, both.Why.Sources["like_the_last"]);
    }

    [Fact]
    public async Task The_parts_sum_to_the_score()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Favourites>(take: 20, Patient).From<LikeTheLast>(take: 10, Patient));

        Assert.All(served.List(), item => Assert.Equal(item.Score, item.Why.Features.Values.Sum(), tolerance: 0.001));
    }

    [Fact]
    public async Task A_failing_source_is_left_out_and_told()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Burnt>(take: 20, Patient).From<Favourites>(take: 20, Patient));

        Assert.Equal([new Degradation("burnt", "failed")], served.Degraded);
        Assert.Equal(10, served.Top.Count);
    }

    [Fact]
    public async Task A_late_source_is_left_out_and_told()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Slow>(take: 20, TimeSpan.FromMilliseconds(1)).From<Favourites>(take: 20, Patient));

        Assert.Equal([new Degradation("slow", "late")], served.Degraded);
        Assert.Equal(10, served.Top.Count);
    }

    [Fact]
    public async Task Candidates_are_described_between_the_rules_and_the_ranking()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(Kitchen.Plan.From<Favourites>(take: 20, Patient).Describe<Taster>());

        FeatureTable table = served.Candidates.Features!;
        Assert.Equal(["number", "unknown"], table.Names);
        Assert.Equal(20, table.Rows);
        Assert.All(Enumerable.Range(0, table.Rows), row => Assert.Equal((served.Candidates[row].Ordinal, float.NaN), (table[row][0], table[row][1])));
        Recommended<Dish> second = served.List()[1];
        Assert.Equal(second.Item.Ordinal, table.Select([second.Candidate])[0][0]);
    }

    [Fact]
    public async Task A_description_that_fails_costs_the_features_and_not_the_answer()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(Kitchen.Plan.From<Favourites>(take: 20, Patient).Describe<ColdTaster>());

        Assert.Null(served.Candidates.Features);
        Assert.Equal([new Degradation("features", "failed")], served.Degraded);
        Assert.Equal(10, served.Top.Count);
    }

    [Fact]
    public async Task With_no_source_answering_the_list_is_empty_and_says_so()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(Kitchen.Plan.From<Burnt>(take: 20, Patient));

        Assert.Empty(served.List());
        Assert.Single(served.Degraded);
    }

    [Fact]
    public async Task A_caller_who_leaves_stops_the_request()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Kitchen.Open(Kitchen.Plan.From<Slow>(take: 20, Patient))
            .RecommendAsync(new Guest("ana"), 10, new StepTimings(TimeProvider.System), gone.Token));
    }

    [Fact]
    public async Task A_dropped_candidate_never_comes_back()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Favourites>(take: 40, Patient).Apply<NoMondayDishes>(), take: 40);

        Assert.DoesNotContain(served.List(), item => item.Item.Ordinal % 7 == 0);
        Assert.Equal(Dish.Menu.Count(dish => dish.Ordinal % 7 != 0), served.Ordered.Count);
    }

    [Fact]
    public async Task A_boost_lifts_and_is_told()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Favourites>(take: 20, Patient).Apply<ChefsChoice>());

        Recommended<Dish> first = served.List()[0];
        Assert.Equal(9, first.Item.Ordinal);
        Assert.Equal(["chefs_choice x5"], first.Why.Rules);
    }

    [Fact]
    public async Task Scores_that_are_no_numbers_are_not_candidates_and_too_many_are_taken_in()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(Kitchen.Plan.From<Unruly>(take: 5, Patient), take: 40);

        Assert.Equal(38, served.Candidates.Count);
        Assert.All(served.List(), item => Assert.True(double.IsFinite(item.Score)));
    }

    [Fact]
    public async Task The_reason_speaks_of_the_source_that_scored_highest()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Favourites>(take: 20, Patient).From<LikeTheLast>(take: 10, Patient));

        Assert.Equal("Because you had dish-39", served.List().Single(item => item.Item.Ordinal == 10).Reason);
        Assert.Equal("favourites", served.List().Single(item => item.Item.Ordinal == 0).Reason);
    }

    [Fact]
    public async Task Diversification_shows_as_many_kinds_as_asked()
    {
        RecommenderPlan<Guest, Dish> plan = Kitchen.Plan.From<Favourites>(take: 40, Patient)
            .Diversify(Mmr.With(lambda: 1), (_, a, b) => a.Kinds[0] == b.Kinds[0] ? 1 : 0, atLeast: 5, distinct: dish => dish.Kinds);

        Recommendation<Guest, Dish> twenty = await Kitchen.ServeAsync(plan, take: 20);
        Recommendation<Guest, Dish> thirty = await Kitchen.ServeAsync(plan, take: 30);
        Recommendation<Guest, Dish> four = await Kitchen.ServeAsync(plan, take: 4);

        Assert.InRange(Kinds(twenty, 20), 5, 8);
        Assert.InRange(Kinds(thirty, 20), 5, 8);
        Assert.Equal(1, Kinds(four, 4));

        static int Kinds(Recommendation<Guest, Dish> served, int first) => served.List().Take(first).Select(item => item.Item.Kinds[0]).Distinct().Count();
    }

    [Fact]
    public void A_plan_without_a_ranker_is_refused()
    {
        ServiceProvider services = new ServiceCollection().BuildServiceProvider();

        Assert.Throws<InvalidOperationException>(() => Recommender.For<Guest, Dish>().From<Favourites>(take: 1).Build(services));
    }

    [Fact]
    public async Task Rows_show_no_item_twice_and_leave_out_what_is_too_short()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Favourites>(take: 20, Patient).From<LikeTheLast>(take: 12, Patient));
        RowPlan<Guest, Dish> plan = new RowPlan<Guest, Dish>()
            .TopPicks("top", "Top", take: 8)
            .PerAnchor("like_the_last", "because", dish => $"Because {dish.Id}", rows: 2, take: 5, atLeast: 2)
            .FromSource("favourites", "favourites", "Favourites", take: 20)
            .FromSource("favourites", "nothing_left", "Nothing left", take: 20)
            .FromSource("unknown", "unknown", "Unknown", take: 20);

        IReadOnlyList<Row<Dish>> rows = plan.Arrange(served);

        Assert.Equal(["top", "because", "favourites"], rows.Select(row => row.Name));
        Assert.Equal("Because dish-39", rows[1].Title);
        Assert.All(rows[1].Items, item => Assert.Equal("Because you had dish-39", item.Reason));
        int[] shown = [.. rows.SelectMany(row => row.Items).Select(item => item.Item.Ordinal)];
        Assert.Equal(shown.Distinct(), shown);
        Assert.All(rows, row => Assert.Equal(Enumerable.Range(1, row.Items.Count), row.Items.Select(item => item.Rank)));
    }
}
