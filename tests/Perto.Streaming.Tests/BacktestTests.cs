using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming.Tests;

/// <summary>Pages of the past are made of what was known then.</summary>
public sealed class BacktestTests
{
    private static readonly BacktestSettings Small = new() { MinWatched = 2, TestFrom = 0.7, Windows = 2, Window = 0.2, Models = ["popularity", "itemknn", "ease", "ials"], K = 5 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pipeline_and_its_parts_are_measured_on_the_same_people()
    {
        await using Service service = await ImportedAsync(Service.Ratings());

        BacktestReport report = await service.Services.GetRequiredService<Backtesting>().RunAsync(TenantId.Local, Small, progress: null, Cancellation);

        Assert.Equal(["popularity", "itemknn", "ease", "ials", "blend", "lambdamart", "page"], report.Results.Select(result => result.Model));
        Assert.Single(report.Results.Select(result => result.Users).Distinct());
        Assert.True(report.Pages > 0);
        Assert.InRange(report.CandidateRecall, 0.5, 1);
        Assert.Equal(1, report.Importance.Values.Sum(), 0.01);
        Assert.Equal(["lambdamart", "page"], report.Comparisons.Select(compared => compared.Model));
        // People keep to one of three kinds: what knows them finds more than what does not.
        Assert.True(Ndcg("ease") > Ndcg("popularity"));
        Assert.True(Ndcg("lambdamart") > Ndcg("popularity"));

        double Ndcg(string model) => report.Results.Single(result => result.Model == model).Metric("ndcg", 5);
    }

    [Fact]
    public async Task Nothing_that_came_later_is_in_a_page_of_the_past()
    {
        long at = Service.Now.AddDays(-5).ToUnixTimeSeconds();
        string all = Service.Ratings();
        var early = new StringBuilder();
        foreach (string line in all.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!long.TryParse(line.Split(',')[^1], CultureInfo.InvariantCulture, out long when) || when < at)
                early.Append(line).Append('\n');
        }
        await using Service whole = await ImportedAsync(all);
        await using Service then = await ImportedAsync(early.ToString());

        foreach (string person in (string[])["p0", "p4", "p8"])
        {
            (HomeContext context, FeatureTable features, string[] titles) known = await PageAsync(whole, person, at);
            (HomeContext context, FeatureTable features, string[] titles) expected = await PageAsync(then, person, at);

            Assert.Equal(expected.context.Person.History.Entries.Select(Told), known.context.Person.History.Entries.Select(Told));
            Assert.Equal(expected.context.Catalogue.Titles.Select(title => (title.Id, title.Ratings)), known.context.Catalogue.Titles.Select(title => (title.Id, title.Ratings)));
            Assert.Equal(expected.context.Catalogue.Trending.Ranking(), known.context.Catalogue.Trending.Ranking());
            Assert.Equal(expected.titles, known.titles);
            Assert.Equal(expected.features.Values.ToArray(), known.features.Values.ToArray());
            Assert.Contains(known.features.Values.ToArray(), value => value > 0);
        }

        static (string, long, double?) Told(HistoryEntry entry) => (entry.Title.Id, entry.At, entry.Rating);
    }

    [Fact]
    public async Task With_too_little_to_measure_it_says_so()
    {
        await using Service service = await ImportedAsync("userId,movieId,rating,timestamp\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"p{i},t{i:00},4,{i + 1000}\n")));

        ConflictException refused = await Assert.ThrowsAsync<ConflictException>(
            () => service.Services.GetRequiredService<Backtesting>().RunAsync(TenantId.Local, Small, progress: null, Cancellation));

        Assert.Equal("nothing_to_learn", refused.Code);
        Assert.Contains("nobody watched 2 titles within a window", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<Service> ImportedAsync(string ratings)
    {
        Service service = await Service.OpenAsync();
        await service.ImportAsync(Service.Movies(), ratings);
        await service.Services.GetRequiredService<ActivityCounting>().CountAsync(TenantId.Local, progress: null, Cancellation);
        await service.Services.GetRequiredService<ContentVectors>().RefreshAsync(TenantId.Local, Cancellation);
        return service;
    }

    /// <summary>A page by models of what came before the page.</summary>
    private static async Task<(HomeContext Context, FeatureTable Features, string[] Titles)> PageAsync(Service service, string person, long seconds)
    {
        IServiceProvider services = service.Services;
        Catalogue catalogue = await services.GetRequiredService<CatalogueStore>().GetAsync(TenantId.Local, Cancellation);
        InteractionLog log = await services.GetRequiredService<WatchedLog>().ReadAsync(TenantId.Local, Cancellation);
        PastService past = await PastService.ReadAsync(
            TenantId.Local, catalogue, log, new Pasts(services.GetRequiredService<IDatabase>()), services.GetRequiredService<HomeContexts>(), service.Clock, Cancellation);
        long at = seconds * 1_000_000;
        PastModels models = await PastModels.FitAsync(
            past.Before(at),
            TenantId.Local,
            new TrainingSettings { Dimensions = 8 },
            ["ease", "ials"],
            services.GetRequiredService<DerivedCollections>(),
            TimeProvider.System,
            _ => new(),
            Cancellation);
        HomeContext context = await past.ContextAsync(person, at, models.Bind, Cancellation);
        await service.Streaming.RecommendAsync(context, 20, Cancellation);
        await PastReadings.ReadAsync(services.GetRequiredService<FeatureStore>(), TenantId.Local, [context], Cancellation);
        Recommendation<HomeContext, Title> found = await service.Streaming.RecommendAsync(context, 20, Cancellation);
        return (context, found.Candidates.Features!, [.. Enumerable.Range(0, found.Candidates.Count).Select(candidate => found.Candidates[candidate].Id)]);
    }
}
