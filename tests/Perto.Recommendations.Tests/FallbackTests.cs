namespace Perto.Recommendations.Tests;

public sealed class FallbackTests
{
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_source_that_fails_is_replaced_and_the_answer_says_by_which()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(Kitchen.Plan.From<Burnt>(take: 7, Patient).OrElse<Favourites>());

        Assert.Equal([new Degradation("burnt", "failed", "favourites")], served.Degraded);
        Assert.Equal(7, served.Candidates.Count);
        Assert.All(served.List(), item => Assert.Equal(["favourites"], item.Why.Sources.Keys));
    }

    [Fact]
    public async Task A_source_that_is_late_is_replaced()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Slow>(take: 7, TimeSpan.FromMilliseconds(1)).OrElse<LikeTheLast>().From<Favourites>(take: 3, Patient));

        Assert.Equal([new Degradation("slow", "late", "like_the_last")], served.Degraded);
        Assert.Equal(10, served.Candidates.Count);
    }

    [Fact]
    public async Task A_source_that_finds_nothing_is_replaced_and_that_is_no_degradation()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(Kitchen.Plan.From<EmptyPlate>(take: 5, Patient).OrElse<Favourites>());

        Assert.Empty(served.Degraded);
        Assert.Equal(5, served.Candidates.Count);
    }

    [Fact]
    public async Task What_takes_a_place_is_not_asked_where_nothing_is_missing_and_once_where_much_is()
    {
        Recommendation<Guest, Dish> whole = await Kitchen.ServeAsync(Kitchen.Plan.From<Favourites>(take: 5, Patient).OrElse<LikeTheLast>());
        Recommendation<Guest, Dish> twice = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Burnt>(take: 5, Patient).OrElse<LikeTheLast>().From<EmptyPlate>(take: 8, Patient).OrElse<LikeTheLast>());

        Assert.All(whole.List(), item => Assert.Equal(["favourites"], item.Why.Sources.Keys));
        Assert.Equal(8, twice.Candidates.Count);
    }

    [Fact]
    public async Task A_source_of_the_plan_that_takes_a_place_is_not_asked_again()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(
            Kitchen.Plan.From<Burnt>(take: 30, Patient).OrElse<Favourites>().From<Favourites>(take: 4, Patient));

        Assert.Equal([new Degradation("burnt", "failed", "favourites")], served.Degraded);
        Assert.Equal(4, served.Candidates.Count);
        Assert.Equal(["burnt", "favourites"], served.Candidates.SourceNames);
    }

    [Fact]
    public async Task Where_both_fail_both_are_told()
    {
        Recommendation<Guest, Dish> served = await Kitchen.ServeAsync(Kitchen.Plan.From<EmptyPlate>(take: 5, Patient).OrElse<Burnt>());

        Assert.Equal([new Degradation("burnt", "failed")], served.Degraded);
        Assert.Empty(served.List());
    }

    [Fact]
    public void There_is_something_to_take_the_place_of() =>
        Assert.Throws<InvalidOperationException>(() => Recommender.For<Guest, Dish>().OrElse<Favourites>());
}
