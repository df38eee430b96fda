namespace Perto.Recommendations.Tests;

public sealed class PinTests
{
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Pinned_items_stand_in_their_places_and_once()
    {
        IReadOnlyList<Row<Dish>> rows = await RowsAsync(new("menu", 1, Dish.Menu[15]), new("menu", 3, Dish.Menu[16]), new("favourites", 2, Dish.Menu[0]));

        Assert.Equal([15, 0, 16], Ordinals(rows[0]).Take(3).Select(ordinal => ordinal == 15 || ordinal == 16 ? ordinal : 0));
        Assert.DoesNotContain(0, Ordinals(rows[0]));
        Assert.Equal(0, Ordinals(rows[1])[1]);
        int[] all = [.. rows.SelectMany(Ordinals)];
        Assert.Equal(all.Distinct(), all);
        Assert.Equal(5, rows[0].Items.Count);
    }

    [Fact]
    public async Task A_place_behind_the_end_of_a_row_is_its_last()
    {
        IReadOnlyList<Row<Dish>> rows = await RowsAsync(new PinnedItem<Dish>("menu", 99, Dish.Menu[19]));

        Assert.Equal(19, Ordinals(rows[0])[^1]);
    }

    [Fact]
    public async Task What_is_pinned_to_a_row_that_is_not_there_is_free_for_others()
    {
        IReadOnlyList<Row<Dish>> rows = await RowsAsync(new PinnedItem<Dish>("too_short", 1, Dish.Menu[19]));

        Assert.DoesNotContain(rows, row => row.Name == "too_short");
        Assert.Contains(19, rows.SelectMany(Ordinals));
    }

    [Fact]
    public async Task What_no_source_found_is_not_shown_though_it_is_pinned()
    {
        IReadOnlyList<Row<Dish>> rows = await RowsAsync(new PinnedItem<Dish>("menu", 1, Dish.Menu[39]));

        Assert.DoesNotContain(39, rows.SelectMany(Ordinals));
    }

    [Fact]
    public async Task More_pins_than_a_row_has_places_do_not_make_it_longer()
    {
        IReadOnlyList<Row<Dish>> rows = await RowsAsync([.. Dish.Menu.Take(9).Select(dish => new PinnedItem<Dish>("menu", 1, dish))]);

        Assert.Equal(5, rows[0].Items.Count);
    }

    private static async Task<IReadOnlyList<Row<Dish>>> RowsAsync(params PinnedItem<Dish>[] pins)
    {
        RowPlan<Guest, Dish> plan = new RowPlan<Guest, Dish>()
            .FromSource("like_the_last", "too_short", "Too short", take: 5, atLeast: 30)
            .TopPicks("menu", "Menu", take: 5)
            .FromSource("favourites", "favourites", "Favourites", take: 30)
            .Pin(_ => pins);
        return plan.Arrange(await Kitchen.ServeAsync(Kitchen.Plan.From<Favourites>(take: 20, Patient).From<LikeTheLast>(take: 5, Patient)));
    }

    private static int[] Ordinals(Row<Dish> row) => [.. row.Items.Select(item => item.Item.Ordinal)];
}
