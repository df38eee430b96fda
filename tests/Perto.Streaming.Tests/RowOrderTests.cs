using Microsoft.Extensions.DependencyInjection;
using Perto.Learning;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming.Tests;

public sealed class RowOrderTests
{
    private static readonly (string, string)[] Eager =
    [
        ("Perto:Streaming:Rows:FromPages", "100"),
        ("Perto:Streaming:Rows:WaitMinutes", "1"),
        ("Perto:Streaming:HomeCacheMinutes", "0"),
        ("Perto:Streaming:Served:PagesPerSecond", "10000"),
        ("Perto:Streaming:Fatigue:Days", "0"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_frequencies_of_orders_are_their_propensities()
    {
        var shop = new Shop(Shop.Titles(10, _ => "Drama"));
        LinearBandit bandit = Bandit(BanditPolicy.Thompson);
        Row<Title>[] rows = [Row("continue_watching"), Row("top_picks"), Row("trending"), Row("new_for_you"), Row("genre_drama"), Row("genre_horror")];
        const int Draws = 20_000;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var propensities = new Dictionary<string, double>(StringComparer.Ordinal);

        for (int seed = 0; seed < Draws; seed++)
        {
            IReadOnlyList<Row<Title>> ordered = RowOrder.Choose(shop.Context() with { Seed = seed, RowBandit = bandit }, rows);
            string order = string.Join(' ', ordered.Select(row => row.Name));
            counts[order] = counts.GetValueOrDefault(order) + 1;
            double propensity = ordered.Aggregate(1.0, (product, row) => product * (row.Propensity ?? 1));
            Assert.Equal(propensities.GetValueOrDefault(order, propensity), propensity, 1e-12);
            propensities[order] = propensity;
            Assert.Equal(("continue_watching", null), (ordered[0].Name, ordered[0].Propensity));
            Assert.True(ordered.ToList().FindIndex(row => row.Name == "genre_drama") < ordered.ToList().FindIndex(row => row.Name == "genre_horror"));
        }

        Assert.True(counts.Count > 10);
        Assert.InRange(propensities.Values.Sum(), 0.98, 1 + 1e-9);
        // Five standard deviations of a frequency.
        Assert.All(counts, order => Assert.InRange(
            order.Value / (double)Draws - propensities[order.Key],
            -5 * Math.Sqrt(propensities[order.Key] / Draws),
            5 * Math.Sqrt(propensities[order.Key] / Draws)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_order_and_without_a_bandit_it_is_that_of_the_plan()
    {
        var shop = new Shop(Shop.Titles(10, _ => "Drama"));
        Row<Title>[] rows = [Row("top_picks"), Row("trending"), Row("new_for_you")];
        HomeContext context = shop.Context() with { Seed = 7, RowBandit = Bandit(BanditPolicy.Thompson) };

        Assert.Equal(RowOrder.Choose(context, rows), RowOrder.Choose(context, rows));
        Assert.Same(rows, RowOrder.Choose(context with { RowBandit = null }, rows));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_row_that_people_open_titles_of_comes_up_though_it_stood_last(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect, folder: null, Eager);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        HomePage before = await service.HomeAsync("p0");
        string last = before.Rows[^1].Name;
        Assert.All(before.Rows, row => Assert.Null(row.Propensity));

        await ClickAsync(service, pages: 150, row => row == last);
        service.Clock.Advance(TimeSpan.FromMinutes(2));
        int learned = await service.Services.GetRequiredService<RowLearning>().LearnAsync(TenantId.Local, Cancellation);
        int again = await service.Services.GetRequiredService<RowLearning>().LearnAsync(TenantId.Local, Cancellation);

        Assert.Equal((151, 0), (learned, again));
        int first = 0;
        const int Pages = 40;
        for (int page = 0; page < Pages; page++)
        {
            service.Clock.Advance(TimeSpan.FromMilliseconds(1));
            HomePage after = await service.HomeAsync("p0");
            first += after.Rows[0].Name == last ? 1 : 0;
            Assert.All(after.Rows, row => Assert.InRange(row.Propensity!.Value, 0.001, 1));
        }
        // It would be a third of the pages by chance.
        Assert.True(first > Pages * 0.7, $"{last} was first on {first} of {Pages} pages");
    }

    [Fact]
    public async Task Where_the_client_says_what_was_seen_a_row_that_was_not_is_not_judged()
    {
        await using Service service = await Service.OpenAsync(settings: Eager);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        HomePage page = await service.HomeAsync("p0");
        await service.Services.GetRequiredService<ServedLog>().FlushAsync(Cancellation);
        await service.RecordAsync(new StreamingEvent
        {
            Type = EventType.Impression,
            User = "p0",
            Title = page.Rows[0].Titles[0].Id,
            Row = page.Rows[0].Name,
            Request = page.Request,
        });
        service.Clock.Advance(TimeSpan.FromMinutes(2));

        await service.Services.GetRequiredService<RowLearning>().LearnAsync(TenantId.Local, Cancellation);

        RowBandits bandits = service.Services.GetRequiredService<RowBandits>();
        LinearBandit bandit = bandits.Bandit(await bandits.FindAsync(TenantId.Local, Cancellation));
        int seen = RowKinds.Of(page.Rows[0].Name)!.Value;
        Assert.Equal(1, bandit[seen].Count);
        Assert.All(Enumerable.Range(0, bandit.Arms).Where(arm => arm != seen), arm => Assert.Equal(0, bandit[arm].Count));
    }

    [Fact]
    public async Task What_another_server_learned_meanwhile_is_not_learned_twice()
    {
        await using Service service = await Service.OpenAsync(settings: Eager);
        RowBandits bandits = service.Services.GetRequiredService<RowBandits>();
        using var bytes = new MemoryStream();
        RowKinds.NewBandit(new BanditSettings()).Save(bytes);
        var one = new RowBanditState { LearnedAt = 1, LearnedId = "a", Pages = 1, Bandit = bytes.ToArray() };

        Assert.True(await bandits.SaveAsync(TenantId.Local, before: null, one, Cancellation));
        Assert.False(await bandits.SaveAsync(TenantId.Local, before: null, one with { Pages = 5 }, Cancellation));
        Assert.True(await bandits.SaveAsync(TenantId.Local, one, one with { LearnedAt = 2, Pages = 2 }, Cancellation));
        Assert.Equal(2, (await bandits.FindAsync(TenantId.Local, Cancellation))!.Pages);
    }

    [Fact]
    public async Task A_fixed_order_stays()
    {
        await using Service service = await Service.OpenAsync(settings: [.. Eager, ("Perto:Streaming:Rows:Order", "Fixed")]);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        string[] plan = [.. (await service.HomeAsync("p0")).Rows.Select(row => row.Name)];

        await ClickAsync(service, pages: 120, row => row == plan[^1]);
        service.Clock.Advance(TimeSpan.FromMinutes(2));
        await service.Services.GetRequiredService<RowLearning>().LearnAsync(TenantId.Local, Cancellation);

        Assert.Equal(plan, (await service.HomeAsync("p0")).Rows.Select(row => row.Name));
    }

    // Everybody opens the first title of the rows that they like.
    private static async Task ClickAsync(Service service, int pages, Func<string, bool> likes)
    {
        for (int page = 0; page < pages; page++)
        {
            HomePage home = await service.HomeAsync("p0");
            await service.RecordAsync([.. home.Rows.Where(row => likes(row.Name)).Select(row => new StreamingEvent
            {
                Type = EventType.Click, User = "p0", Title = row.Titles[0].Id, Row = row.Name, Request = home.Request,
            })]);
        }
        await service.Services.GetRequiredService<ServedLog>().FlushAsync(Cancellation);
    }

    private static LinearBandit Bandit(BanditPolicy policy)
    {
        LinearBandit bandit = RowKinds.NewBandit(new BanditSettings { Policy = policy, UniformShare = 0.1 });
        double[] context = new double[RowKinds.Dimensions];
        RowKinds.Context(null, [0], context);
        for (int arm = 0; arm < bandit.Arms; arm++)
        {
            for (int i = 0; i < 10; i++)
                bandit.Learn(arm, context, i < 2 * arm ? 1 : 0);
        }
        return bandit;
    }

    private static Row<Title> Row(string name) => new(name, name, []);
}
