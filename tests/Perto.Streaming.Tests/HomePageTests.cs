using Perto.Platform;

namespace Perto.Streaming.Tests;

public sealed class HomePageTests
{
    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_page_has_rows_without_repeats_of_titles_not_seen(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        HashSet<string> seen = [.. (await service.Browser.HistoryAsync(TenantId.Local, "p0", new Paging(), CancellationToken.None)).Items
            .Select(item => item.Title.Id)];

        HomePage page = await service.HomeAsync("p0");

        string[] shown = [.. page.Rows.SelectMany(row => row.Titles).Select(title => title.Id)];
        Assert.NotEmpty(shown);
        Assert.Equal(shown.Distinct(), shown);
        Assert.DoesNotContain(shown, seen.Contains);
        Assert.Empty(page.Degraded);
        Assert.Equal("streaming-collaborative@1", page.Model);
        Assert.Equal(["features", "candidates", "rules", "rank", "diversify", "explain", "total"], page.TimingMs.Keys);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Taste_comes_first(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);

        HomePage page = await service.HomeAsync("p1");

        HomeRow top = page.Rows.Single(row => row.Name == "top_picks");
        Assert.Equal("Musical", Service.KindOf(top.Titles[0].Id));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Every_reason_speaks_of_a_source_that_found_the_title(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        Page<HistoryItem> history = await service.Browser.HistoryAsync(TenantId.Local, "p2", new Paging(), CancellationToken.None);
        HashSet<string> watched = [.. history.Items.Select(item => item.Title.Name)];

        HomePage page = await service.HomeAsync("p2");

        foreach (RecommendedTitle title in page.Rows.SelectMany(row => row.Titles))
        {
            string source = title.Reason switch
            {
                "People with your taste watched this" => "collaborative",
                "Trending" => "trending",
                "Popular" => "popular",
                "Like what you watch" => "content",
                "Something different" => "exploration",
                _ when title.Reason.StartsWith("New", StringComparison.Ordinal) => "new",
                _ => "similar",
            };
            Assert.Contains(source, title.Why.Sources.Keys);
            if (source == "similar")
                Assert.Contains(title.Reason["Because you watched ".Length..], watched);
        }

        Assert.All(page.Rows.Where(row => row.Name == "because_you_watched"), row => Assert.All(row.Titles, title => Assert.Equal(row.Title, title.Reason)));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task The_parts_of_a_score_sum_to_it(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);

        HomePage page = await service.HomeAsync("p3");

        Assert.All(page.Rows.SelectMany(row => row.Titles), title => Assert.Equal(title.Score, title.Why.Features.Values.Sum(), tolerance: 0.001));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Somebody_unknown_gets_what_is_trending_popular_and_new(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);

        HomePage page = await service.HomeAsync("a stranger");

        Assert.Contains(page.Rows, row => row.Name == "trending" || row.Name == "top_picks");
        Assert.All(page.Rows.SelectMany(row => row.Titles), title => Assert.All(title.Why.Sources.Keys, source => Assert.Contains(source, (string[])["trending", "popular", "new", "exploration"])));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Before_the_first_training_there_is_a_page_all_the_same(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), Service.Ratings());

        HomePage page = await service.HomeAsync("p0");

        Assert.Null(page.Model);
        Assert.NotEmpty(page.Rows);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task With_nothing_at_all_the_page_is_empty(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);

        Assert.Empty((await service.HomeAsync("p0")).Rows);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_view_shows_in_the_next_page(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        RecommendedTitle first = (await service.HomeAsync("p4")).Rows[0].Titles[0];

        await service.RecordAsync(new StreamingEvent { Type = EventType.View, User = "p4", Title = first.Id, Progress = 1 });

        HomePage page = await service.HomeAsync("p4");
        Assert.False(page.Cached);
        Assert.DoesNotContain(page.Rows.SelectMany(row => row.Titles), title => title.Id == first.Id);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task What_was_begun_is_continued_until_it_is_finished(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        DateTimeOffset began = Service.Now.AddHours(-2);
        var view = new StreamingEvent { Type = EventType.View, User = "p5", Title = "t00", Progress = 0.4, At = began };

        await service.RecordAsync(view);
        HomePage halfway = await service.HomeAsync("p5");
        await service.RecordAsync(view with { Progress = 0.97 });
        HomePage finished = await service.HomeAsync("p5");

        HomeRow row = halfway.Rows[0];
        Assert.Equal("continue_watching", row.Name);
        Assert.Equal("t00", Assert.Single(row.Titles).Id);
        Assert.DoesNotContain(finished.Rows, other => other.Name == "continue_watching");
        Assert.DoesNotContain(finished.Rows.SelectMany(other => other.Titles), title => title.Id == "t00");
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Looking_in_for_a_moment_does_not_hide_a_title(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        string first = (await service.HomeAsync("p5")).Rows[0].Titles[0].Id;

        await service.RecordAsync(new StreamingEvent { Type = EventType.View, User = "p5", Title = first, Progress = 0.02 });

        Assert.Contains((await service.HomeAsync("p5")).Rows.SelectMany(row => row.Titles), title => title.Id == first);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task The_same_state_is_answered_from_the_cache_and_says_so(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);

        HomePage made = await service.HomeAsync("p6");
        HomePage again = await service.HomeAsync("p6");
        HomePage otherDevice = await service.Streaming.HomeAsync(
            TenantId.Local, "p6", new HomeRequest { Device = DeviceKind.Tv }, CancellationToken.None);

        Assert.False(made.Cached);
        Assert.True(again.Cached);
        Assert.False(otherDevice.Cached);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task One_tenant_sees_nothing_of_another(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        var other = new TenantId("other");
        await service.ImportAsync("movieId,title,genres\nx1,Canary (2001),Drama\n", "userId,movieId,rating,timestamp\np0,x1,5,1000000000\n", other);

        HomePage mine = await service.HomeAsync("p0");
        HomePage theirs = await service.Streaming.HomeAsync(other, "p1", HomeRequest.None, CancellationToken.None);

        Assert.DoesNotContain(mine.Rows.SelectMany(row => row.Titles), title => title.Id == "x1");
        Assert.Equal(["x1"], theirs.Rows.SelectMany(row => row.Titles).Select(title => title.Id));
        Assert.Null(theirs.Model);
        await Assert.ThrowsAsync<NotFoundException>(() => service.Streaming.SimilarAsync(TenantId.Local, "x1", 5, CancellationToken.None));
        await Assert.ThrowsAsync<NotFoundException>(() => service.Browser.TitleAsync(other, "t00", CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task A_list_of_an_impossible_length_is_refused(int n)
    {
        await using Service service = await Service.OpenAsync();

        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
            () => service.Streaming.RecommendAsync(TenantId.Local, "p0", n, CancellationToken.None));

        Assert.Equal(("n", "1..500"), (refused.Field, refused.Allowed));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Similar_titles_are_of_the_same_taste(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);

        SimilarTitles similar = await service.Streaming.SimilarAsync(TenantId.Local, "t05", 5, CancellationToken.None);

        Assert.Equal(5, similar.Titles.Count);
        Assert.All(similar.Titles, title => Assert.Equal("Western", Service.KindOf(title.Id)));
        Assert.DoesNotContain(similar.Titles, title => title.Id == "t05");
        Assert.Equal(similar.Titles.OrderByDescending(title => title.Score), similar.Titles);
    }
}
