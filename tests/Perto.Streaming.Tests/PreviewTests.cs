using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Streaming.Tests;

public sealed class PreviewTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_preview_of_what_is_live_is_the_page_with_what_the_ranking_saw(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);

        HomePreview preview = await PreviewAsync(service, "p3");
        HomePage page = await service.HomeAsync("p3");

        Assert.Equal(Shown(page.Rows), Shown(preview.Rows));
        Assert.Equal(("streaming-collaborative@1", "blend", Service.Now), (preview.Collaborative, preview.Ranker, preview.MadeAt));
        Assert.Equal(HomeFeatures.Columns, preview.FeatureNames);
        Assert.Equal(preview.Rows.SelectMany(row => row.Titles).Select(title => title.Id), preview.Features.Select(seen => seen.Title));
        Assert.All(preview.Features, seen => Assert.Equal(preview.FeatureNames.Count, seen.Values.Count));
        int affinity = preview.FeatureNames.ToList().IndexOf("user_genre_affinity");
        History history = (await PersonAsync(service, "p3")).History;
        Catalogue catalogue = await CatalogueAsync(service);
        Assert.All(preview.Features, seen => Assert.Equal((float)history.GenreAffinity(catalogue.Find(seen.Title)!), seen.Values[affinity]));
    }

    [Fact]
    public async Task A_version_finds_by_comparing_with_all_titles_what_it_found_by_its_index_when_it_was_live()
    {
        await using Service service = await Service.TrainedAsync();
        string[] before = Shown((await PreviewAsync(service, "p4")).Rows);
        await service.Training.TrainAsync(TenantId.Local, progress: null, Cancellation);
        // What is published is the second version's.
        Assert.Equal("streaming-collaborative@2", (await PreviewAsync(service, "p4")).Collaborative);

        HomePreview first = await PreviewAsync(service, "p4", new PreviewRequest { Collaborative = "1" });

        Assert.Equal("streaming-collaborative@1", first.Collaborative);
        Assert.Equal(before, Shown(first.Rows));
        Assert.Equal("streaming-collaborative@2", (await service.HomeAsync("p4")).Model);
        IReadOnlyList<ModelVersion> versions = await service.Services.GetRequiredService<ModelRegistry>().ListAsync(TenantId.Local, CollaborativeModel.ModelName, Cancellation);
        Assert.Equal([(2, 1, 1), (1, null, null)], versions.Select(version => (version.Version, version.Parent, version.Replaced)));
    }

    [Fact]
    public async Task Nobody_is_shown_a_preview()
    {
        await using Service service = await Service.TrainedAsync();

        await PreviewAsync(service, "p3");

        await service.Services.GetRequiredService<ServedLog>().FlushAsync(Cancellation);
        Assert.Equal(0, await CountAsync(service));
        Assert.Equal(0, service.Streaming.CachedOf(TenantId.Local, "p3"));
        Assert.False((await service.HomeAsync("p3")).Cached);
        await service.Services.GetRequiredService<ServedLog>().FlushAsync(Cancellation);
        Assert.Equal(1, await CountAsync(service));
    }

    [Fact]
    public async Task The_moment_decides_the_draws()
    {
        await using Service service = await Service.TrainedAsync();
        var now = new PreviewRequest { At = Service.Now };

        string[] one = Drawn(await PreviewAsync(service, "p3", now));
        service.Clock.Advance(TimeSpan.FromSeconds(7));
        string[] again = Drawn(await PreviewAsync(service, "p3", now));
        HashSet<string> others = [];
        for (int second = 1; second <= 20; second++)
            others.Add(string.Join(' ', Drawn(await PreviewAsync(service, "p3", new PreviewRequest { At = Service.Now.AddSeconds(second) }))));

        Assert.NotEmpty(one);
        Assert.Equal(one, again);
        Assert.True(others.Count > 1);
    }

    [Theory]
    [InlineData("0", null, "collaborative must be one of live, or a version from 1; got '0'")]
    [InlineData("-1", null, "collaborative must be one of live, or a version from 1; got '-1'")]
    [InlineData("blend", null, "collaborative must be one of live, or a version from 1; got 'blend'")]
    [InlineData(null, "99999999999", "ranker must be one of live, blend, or a version from 1; got '99999999999'")]
    [InlineData(null, "", "ranker must be one of live, blend, or a version from 1; got ''")]
    public async Task A_choice_that_is_none_is_refused(string? collaborative, string? ranker, string message)
    {
        await using Service service = await Service.TrainedAsync();

        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
            () => PreviewAsync(service, "p3", new PreviewRequest { Collaborative = collaborative, Ranker = ranker }));

        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public async Task A_version_that_is_not_there_is_not_found()
    {
        await using Service service = await Service.TrainedAsync();

        await Assert.ThrowsAsync<NotFoundException>(() => PreviewAsync(service, "p3", new PreviewRequest { Collaborative = "7" }));
        await Assert.ThrowsAsync<NotFoundException>(() => PreviewAsync(service, "p3", new PreviewRequest { Ranker = "1" }));
    }

    [Theory, InlineData("0001-01-01T00:00:00Z"), InlineData("9999-12-31T23:59:59Z"), InlineData("2025-02-01T00:00:00Z")]
    public async Task A_moment_that_is_far_away_is_refused(string at)
    {
        await using Service service = await Service.TrainedAsync();

        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
            () => PreviewAsync(service, "p3", new PreviewRequest { At = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture) }));

        Assert.Equal("at", refused.Field);
    }

    private static Task<HomePreview> PreviewAsync(Service service, string user, PreviewRequest? preview = null) =>
        service.Streaming.PreviewAsync(TenantId.Local, user, HomeRequest.None, preview ?? new PreviewRequest(), Cancellation);

    private static string[] Shown(IReadOnlyList<HomeRow> rows) =>
        [.. rows.SelectMany(row => row.Titles.Select(title => $"{row.Name} {title.Rank} {title.Id} {title.Score:0.000} {title.Reason} {title.Propensity}"))];

    private static string[] Drawn(HomePreview preview) =>
        [.. preview.Rows.SelectMany(row => row.Titles).Where(title => title.Propensity is not null).Select(title => title.Id)];

    private static Task<Catalogue> CatalogueAsync(Service service) =>
        service.Services.GetRequiredService<CatalogueStore>().GetAsync(TenantId.Local, Cancellation);

    private static async Task<Person> PersonAsync(Service service, string user) =>
        await service.Services.GetRequiredService<People>().FindAsync(TenantId.Local, user, await CatalogueAsync(service), Cancellation);

    private static Task<long> CountAsync(Service service) => service.Services.GetRequiredService<IDatabase>().ReadAsync(
        session => session.ScalarAsync<long>("select count(*) from streaming_served"), Cancellation);
}
