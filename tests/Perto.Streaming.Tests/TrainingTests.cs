using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Streaming.Tests;

public sealed class TrainingTests
{
    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Training_on_nothing_says_what_to_do(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);

        ConflictException refused = await Assert.ThrowsAsync<ConflictException>(
            () => service.Training.TrainAsync(TenantId.Local, progress: null, CancellationToken.None));

        Assert.Contains("import or record views first", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_gives_the_same_page()
    {
        using var folder = new TemporaryFolder();
        HomePage before;
        await using (Service first = await Service.TrainedAsync(folder: folder))
            before = await first.HomeAsync("p7");

        await using Service second = await Service.OpenAsync(folder: folder);
        HomePage after = await second.HomeAsync("p7");

        Assert.Equal(Shown(before), Shown(after));
    }

    [Fact]
    public async Task Vectors_that_a_crash_kept_from_being_published_are_published_on_first_use()
    {
        using var folder = new TemporaryFolder();
        HomePage before;
        await using (Service first = await Service.TrainedAsync(folder: folder))
        {
            before = await first.HomeAsync("p8");
            await first.Services.GetRequiredService<IDatabase>().WriteAsync(async session =>
                await session.ExecuteAsync("delete from embedding") + await session.ExecuteAsync("delete from vector_collection"));
        }

        await using Service second = await Service.OpenAsync(folder: folder);
        HomePage after = await second.HomeAsync("p8");

        Assert.Equal(Shown(before), Shown(after));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_second_training_takes_the_place_of_the_first_without_a_restart(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        await service.HomeAsync("p0");

        TrainingReport report = await service.Training.TrainAsync(TenantId.Local, progress: null, CancellationToken.None);

        Assert.Equal("streaming-collaborative@2", report.Model);
        Assert.True(report.Live);
        Assert.Equal("streaming-collaborative@2", (await service.HomeAsync("p0")).Model);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_training_reports_what_it_learned_from_and_how_well(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), Service.Ratings());

        TrainingReport report = await service.Training.TrainAsync(TenantId.Local, progress: null, CancellationToken.None);

        Assert.Equal((30, 60, 360), (report.People, report.Titles, report.Positives));
        Assert.InRange(report.Metrics["ndcg@10"], 0.2, 1);
    }

    [Fact]
    public async Task A_live_model_that_is_damaged_costs_its_sources_and_the_page_says_so()
    {
        using var folder = new TemporaryFolder();
        await using (Service first = await Service.TrainedAsync(folder: folder))
        {
            await first.Services.GetRequiredService<IDatabase>().WriteAsync(session =>
                session.ExecuteAsync("update model_part set bytes = @bytes", new { bytes = new byte[] { 1, 2, 3 } }));
        }

        await using Service second = await Service.OpenAsync(folder: folder);
        HomePage page = await second.HomeAsync("p8");

        Assert.NotEmpty(page.Rows);
        Assert.Null(page.Model);
        Assert.Equal([("collaborative", "failed"), ("similar", "failed")], page.Degraded.Select(part => (part.Source, part.Reason)));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Two_tenants_have_models_of_their_own(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        var other = new TenantId("other");
        await service.ImportAsync(Service.Movies(), Service.Ratings(), other);
        await service.Training.TrainAsync(other, progress: null, CancellationToken.None);
        await service.Training.TrainAsync(other, progress: null, CancellationToken.None);

        HomePage mine = await service.HomeAsync("p0");
        HomePage theirs = await service.Streaming.HomeAsync(other, "p0", HomeRequest.None, CancellationToken.None);

        Assert.Equal(("streaming-collaborative@1", "streaming-collaborative@2"), (mine.Model, theirs.Model));
        Assert.Empty(theirs.Degraded);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Pages_go_on_while_collections_are_rebuilt_under_a_model_in_use(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        HomePage before = await service.HomeAsync("p9");

        await service.Services.GetRequiredService<DerivedCollections>().RebuildAsync(cancellationToken: CancellationToken.None);
        RecommendationList after = await service.Streaming.RecommendAsync(TenantId.Local, "p9", 20, CancellationToken.None);

        Assert.Empty(after.Degraded);
        Assert.Equal(before.Rows.Single(row => row.Name == "top_picks").Titles[0].Id, after.Titles[0].Id);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task The_same_data_make_the_same_model(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        await service.Training.TrainAsync(TenantId.Local, progress: null, CancellationToken.None);

        IReadOnlyList<ModelVersion> versions = await service.Services.GetRequiredService<ModelRegistry>().ListAsync(TenantId.Local, cancellationToken: CancellationToken.None);

        Assert.Equal(2, versions.Count);
        Assert.Single(versions.Select(version => version.Sha256).Distinct());
    }

    private static IEnumerable<(string, string, double)> Shown(HomePage page) =>
        page.Rows.SelectMany(row => row.Titles.Select(title => (row.Name, title.Id, title.Score)));
}
