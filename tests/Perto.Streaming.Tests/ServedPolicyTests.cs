using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Perto.Learning;
using Perto.Platform;

namespace Perto.Streaming.Tests;

/// <summary>What served pages say of another ranking, on a service of which it is known what that would have earned.</summary>
public sealed class ServedPolicyTests
{
    private static readonly GeneratorSettings Small = new() { People = 250, Titles = 400, TypicalViews = 30, Days = 90 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_interval_of_what_chance_decided_holds_the_true_value()
    {
        await using MadeService made = await MadeService.OpenAsync(
            Small,
            ("Perto:Streaming:ExplorationShare", "0.2"),
            ("Perto:Streaming:Rows:FromPages", "200"),
            ("Perto:Streaming:Rows:UniformShare", "0.5"),
            ("Perto:Streaming:Ranker:SettleHours", "1"),
            ("Perto:Streaming:Ranker:Trees", "20"));
        IReadOnlyList<string> first = await VisitAsync(made, visits: 2);
        await made.Service.Services.GetRequiredService<RowLearning>().LearnAsync(TenantId.Local, Cancellation);
        made.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        IReadOnlyList<string> pages = [.. first, .. await VisitAsync(made, visits: 4)];
        RankerReport ranker = await made.Service.Services.GetRequiredService<RankerTraining>().TrainAsync(TenantId.Local, progress: null, Cancellation);

        ServedPolicyReport report = await JudgeAsync(made.Service, ranker.Model);

        Assert.Equal(ranker.Model, report.Model);
        Assert.True(report.DrawnPlaces.Pages > 1_000, $"{report.DrawnPlaces}");
        RankerModel model = (await made.Service.Services.GetRequiredService<RankerModels>().VersionAsync(TenantId.Local, 1, Cancellation))!;
        List<double> best = [], asServed = [];
        foreach (string id in pages)
        {
            ServedPage page = await made.Service.Services.GetRequiredService<ServedPages>().FindAsync(TenantId.Local, id, Cancellation);
            double[] scores = new double[page.Titles.Count];
            model.Raw(page.Features!, scores);
            int[] drawn = [.. Enumerable.Range(0, scores.Length).Where(title => page.Titles[title].Drawn is not null).OrderBy(title => page.Titles[title].Rank)];
            if (drawn.Length < 2)
                continue;
            // What each of them is worth at the first of their places.
            double[] worth = [.. drawn.Select(title => GeneratedTruth.Examination(page.Titles[drawn[0]].RowPlace, page.Titles[drawn[0]].Rank)
                * made.Truth.Engagement(page.User, page.Titles[title].Id, page.At, DeviceKind.Tv))];
            double top = drawn.Max(title => scores[title]);
            best.Add(worth.Where((_, i) => scores[drawn[i]] == top).Average());
            asServed.Add(worth.Average());
        }
        Assert.Equal(best.Count, report.DrawnPlaces.Pages);
        OffPolicyReport drawnPlaces = Assert.Single(report.DrawnPlaces.Values!).Report!;
        foreach (OffPolicyEstimator estimator in (OffPolicyEstimator[])[OffPolicyEstimator.Ips, OffPolicyEstimator.Snips, OffPolicyEstimator.DoublyRobust])
            Assert.InRange(best.Average(), drawnPlaces[estimator].Interval.Lower, drawnPlaces[estimator].Interval.Upper);
        Assert.True(drawnPlaces.WeightsAddUp);
        Assert.True(best.Average() > asServed.Average(), "the ranker is not better than chance in truth");

        Assert.Equal([ranker.Model, "plan"], report.RowOrder.Values!.Select(value => value.Policy).Order(StringComparer.Ordinal));
        Assert.All(report.RowOrder.Values!, value => Assert.True(value.Report!.WeightsAddUp, $"{value.Policy}: {value.Report.MeanWeight}"));
        double plan = await PlanWorthAsync(made, pages);
        OffPolicyReport byPlan = report.RowOrder.Values!.Single(value => value.Policy == "plan").Report!;
        Assert.InRange(plan, byPlan[OffPolicyEstimator.Ips].Interval.Lower, byPlan[OffPolicyEstimator.Ips].Interval.Upper);
        Assert.InRange(plan, byPlan[OffPolicyEstimator.DoublyRobust].Interval.Lower, byPlan[OffPolicyEstimator.DoublyRobust].Interval.Upper);
        Assert.StartsWith("position-based click model", report.ClickModel!.Assumption, StringComparison.Ordinal);
        Assert.True(report.ClickModel.Difference.Lower > 0, $"{report.ClickModel}");
    }

    [Fact]
    public async Task Where_chance_decided_nothing_it_says_so_and_gives_no_number()
    {
        await using Service service = await Service.OpenAsync(settings: [("Perto:Streaming:ExplorationShare", "0"), ("Perto:Streaming:Rows:Order", "Fixed")]);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        for (int person = 0; person < 10; person++)
            await service.HomeAsync($"p{person}");
        await service.Services.GetRequiredService<ServedLog>().FlushAsync(Cancellation);
        service.Clock.Advance(TimeSpan.FromMinutes(1));

        ServedPolicyReport report = await JudgeAsync(service, "blend");

        Assert.Equal(10, report.Pages);
        Assert.Null(report.DrawnPlaces.Values);
        Assert.Contains("Perto:Streaming:ExplorationShare", report.DrawnPlaces.Refusal, StringComparison.Ordinal);
        Assert.Contains("chance decides nothing", report.RowOrder.Refusal, StringComparison.Ordinal);
        Assert.Null(report.ClickModel);
    }

    [Fact]
    public async Task Few_pages_are_refused_though_their_intervals_could_be_computed()
    {
        await using Service service = await Service.OpenAsync();
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        for (int person = 0; person < 10; person++)
            await service.HomeAsync($"p{person}");
        await service.Services.GetRequiredService<ServedLog>().FlushAsync(Cancellation);
        service.Clock.Advance(TimeSpan.FromMinutes(1));

        ServedPolicyReport report = await JudgeAsync(service, "blend");

        Assert.Null(report.DrawnPlaces.Values);
        Assert.Contains("and 20 are needed: it does what was hardly ever served", report.DrawnPlaces.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ranker@3"), InlineData("home-ranker@0"), InlineData("home-ranker@"), InlineData("")]
    public async Task A_ranking_that_cannot_be_is_named(string model)
    {
        await using Service service = await Service.OpenAsync();

        Assert.Equal($"model must be home-ranker@VERSION or blend; got '{model}'", (await Assert.ThrowsAsync<InvalidValueException>(() => JudgeAsync(service, model))).Message);
        await Assert.ThrowsAsync<NotFoundException>(() => JudgeAsync(service, "home-ranker@3"));
    }

    [Fact]
    public void Each_order_of_a_draw_is_as_likely_as_any_other()
    {
        var titles = new TitleSet(new Shop(Shop.Titles(4, _ => "Drama")).Catalogue, [0b1111]);
        var random = new Perto.Numerics.SeededRandom(3);
        Dictionary<string, int> orders = [];
        for (int draw = 0; draw < 12_000; draw++)
        {
            string order = string.Join(' ', titles.Draw(2, random).Select(title => title.Ordinal));
            orders[order] = orders.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(12, orders.Count);
        Assert.All(orders.Values, count => Assert.InRange(count, 850, 1_150));
    }

    private static Task<ServedPolicyReport> JudgeAsync(Service service, string model) =>
        service.Services.GetRequiredService<ServedPolicies>().JudgeAsync(TenantId.Local, new ServedPolicyRequest { Model = model }, Cancellation);

    private static async Task<IReadOnlyList<string>> VisitAsync(MadeService made, int visits)
    {
        List<string> pages = [];
        for (int visit = 0; visit < visits; visit++)
        {
            for (int person = 1; person <= made.Settings.People; person++)
                pages.Add((await made.VisitAsync(person.ToString(CultureInfo.InvariantCulture))).Request);
            await made.Service.Services.GetRequiredService<ServedLog>().FlushAsync(Cancellation);
            made.Service.Clock.Advance(TimeSpan.FromDays(1));
        }
        return pages;
    }

    // The row that the plan puts first among those that are ordered, at the place of the first of them.
    private static async Task<double> PlanWorthAsync(MadeService made, IReadOnlyList<string> pages)
    {
        List<double> worth = [];
        foreach (string id in pages)
        {
            ServedPage page = await made.Service.Services.GetRequiredService<ServedPages>().FindAsync(TenantId.Local, id, Cancellation);
            IGrouping<int, ServedTitle>[] rows = [.. page.Titles.GroupBy(title => title.RowPlace).Where(row => row.First().RowChosen is not null).OrderBy(row => row.Key)];
            if (rows.Length < 2)
                continue;
            IGrouping<int, ServedTitle> first = rows.First(row => row.First().Row == "top_picks");
            worth.Add(first.Sum(title => GeneratedTruth.Examination(rows[0].Key, title.Rank) * made.Truth.Engagement(page.User, title.Id, page.At, DeviceKind.Tv)));
        }
        return worth.Average();
    }
}
