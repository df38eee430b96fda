using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming.Tests;

public sealed class ServedTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_page_is_written_down_as_it_was_served(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);

        HomePage page = await service.HomeAsync("p3");

        ServedPage served = await ServedAsync(service, page.Request);
        Assert.Equal("p3", served.User);
        Assert.Equal(Service.Now, served.At);
        Assert.Null(served.Model);
        Assert.Equal(
            page.Rows.SelectMany((row, place) => row.Titles.Select(title => (title.Id, row.Name, place + 1, title.Rank, title.Score))),
            served.Titles.Select(title => (title.Id, title.Row, title.RowPlace, title.Rank, title.Score)));
    }

    [Fact]
    public async Task A_page_from_the_cache_has_the_id_of_the_one_that_was_made()
    {
        await using Service service = await Service.TrainedAsync();

        HomePage made = await service.HomeAsync("p3"), again = await service.HomeAsync("p3");

        Assert.True(again.Cached);
        Assert.Equal(made.Request, again.Request);
        await service.RecordAsync(new StreamingEvent { Type = EventType.View, User = "p3", Title = made.Rows[0].Titles[0].Id, Progress = 0.5 });
        Assert.NotEqual(made.Request, (await service.HomeAsync("p3")).Request);
    }

    [Fact]
    public async Task Pages_beyond_the_rate_are_left_out_and_answered_all_the_same()
    {
        await using Service service = await Service.OpenAsync(settings: ("Perto:Streaming:Served:PagesPerSecond", "3"));
        await service.ImportAsync(Service.Movies(), Service.Ratings());

        for (int person = 0; person < 10; person++)
            Assert.NotEmpty((await service.HomeAsync($"p{person}")).Rows);
        await LogOf(service).FlushAsync(Cancellation);

        Assert.Equal(3, await CountAsync(service));
    }

    [Fact]
    public async Task Old_pages_are_forgotten()
    {
        await using Service service = await Service.TrainedAsync();
        HomePage old = await service.HomeAsync("p3");
        await LogOf(service).FlushAsync(Cancellation);
        service.Clock.Advance(TimeSpan.FromDays(20));
        HomePage young = await service.HomeAsync("p3");
        await LogOf(service).FlushAsync(Cancellation);
        service.Clock.Advance(TimeSpan.FromDays(11));

        await ActivatorUtilities.CreateInstance<ServedCleaning>(service.Services).RunAsync(null!, Cancellation);

        await Assert.ThrowsAsync<NotFoundException>(() => ServedAsync(service, old.Request));
        Assert.Equal(young.Request, (await ServedAsync(service, young.Request)).Id);
    }

    [Fact]
    public void Titles_and_features_come_back_as_they_were()
    {
        var features = new FeatureTable(["same", "each", "missing"], 3);
        for (int row = 0; row < 3; row++)
        {
            features[row][0] = 7;
            features[row][1] = row * 0.1f;
        }
        ServedTitle[] titles = [.. Enumerable.Range(0, 3).Select(row => new ServedTitle($"t{row}", "top_picks", 2, row + 1, 0.5, row == 1 ? 0.25 : 1))];

        (IReadOnlyList<ServedTitle> read, FeatureTable? table) = ServedPageFile.Read(ServedPageFile.Write(titles, features));

        Assert.Equal(titles, read);
        Assert.Equal(features.Names, table!.Names);
        Assert.Equal(features.Values.ToArray(), table.Values.ToArray());
        Assert.Null(ServedPageFile.Read(ServedPageFile.Write(titles, features: null)).Features);
    }

    [Fact]
    public void Damaged_pages_are_refused_as_such()
    {
        byte[] whole = ServedPageFile.Write([new ServedTitle("t1", "top_picks", 1, 1, 0.5, 1)], new FeatureTable(["a"], 1));
        // The deflated stream ends with a marker of its own, which nothing depends on.
        for (int length = 0; length < whole.Length - 8; length++)
            Assert.Throws<Perto.Numerics.BinaryFormatException>(() => ServedPageFile.Read(whole[..length]));
    }

    [Theory, InlineData(1, 1, 0), InlineData(1, 10, 9), InlineData(1, 15, 9), InlineData(3, 2, 21), InlineData(40, 40, 99)]
    public void Places_are_told_apart_up_to_ten(int row, int rank, int place) =>
        Assert.Equal(place, new ServedTitle("t", "row", row, rank, 0, 1).Place);

    private static ServedLog LogOf(Service service) => service.Services.GetRequiredService<ServedLog>();

    private static async Task<ServedPage> ServedAsync(Service service, string id)
    {
        await LogOf(service).FlushAsync(Cancellation);
        return await service.Services.GetRequiredService<ServedPages>().FindAsync(TenantId.Local, id, Cancellation);
    }

    private static Task<long> CountAsync(Service service) => service.Services.GetRequiredService<IDatabase>().ReadAsync(
        session => session.ScalarAsync<long>("select count(*) from streaming_served"), Cancellation);
}
