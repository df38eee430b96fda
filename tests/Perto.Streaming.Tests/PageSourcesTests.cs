using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming.Tests;

public sealed class PageSourcesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Titles_are_drawn_as_often_as_their_propensity_says()
    {
        // Western is what she likes; of the 60 titles 40 are of other genres, and the 4 Westerns of the tail were not seen.
        var shop = new Shop(Shop.Titles(60, i => i % 3 == 0 ? "Western" : i % 3 == 1 ? "Horror" : "Musical"));
        HistoryEntry[] history = [.. Enumerable.Range(0, 20).Where(i => i < 16).Select(i => shop.Liked(i * 3))];
        HomeContext context = shop.Context(history: history);
        HashSet<int> unknown = [.. shop.Catalogue.Titles.Where(title => !title.Genres.Contains("Western")).Select(title => title.Ordinal), 48, 51, 54, 57];
        const int Draws = 20_000;
        var counts = new int[60];

        for (int seed = 0; seed < Draws; seed++)
        {
            IReadOnlyList<Scored<Title>> drawn = await new Exploration().FindAsync(context with { Seed = seed }, take: 3, Cancellation);
            Assert.Equal(3, drawn.Select(scored => scored.Item.Ordinal).Distinct().Count());
            foreach (Scored<Title> scored in drawn)
            {
                Assert.Equal(3.0 / 44, scored.Propensity!.Value, 1e-12);
                counts[scored.Item.Ordinal]++;
            }
        }

        Assert.Equal(unknown.Order(), Enumerable.Range(0, 60).Where(title => counts[title] > 0));
        double deviation = Math.Sqrt(3.0 / 44 / Draws);
        Assert.All(unknown, title => Assert.InRange(counts[title] / (double)Draws, (3.0 / 44) - (5 * deviation), (3.0 / 44) + (5 * deviation)));
    }

    [Fact]
    public async Task What_may_not_be_shown_and_what_somebody_is_tired_of_is_not_drawn()
    {
        var shop = new Shop(Shop.Titles(10, _ => "Horror"));
        HomeContext context = shop.Context() with { Wearied = new WearyTitles(Enumerable.Range(0, 7).ToDictionary(title => title, _ => 20), dropFrom: 15) };

        IReadOnlyList<Scored<Title>> drawn = await new Exploration().FindAsync(context, take: 5, Cancellation);

        Assert.Equal([7, 8, 9], drawn.Select(scored => scored.Item.Ordinal).Order());
        Assert.All(drawn, scored => Assert.Equal(1, scored.Propensity));
    }

    [Fact]
    public async Task A_tenth_of_the_first_twenty_is_drawn_and_the_same_seed_makes_the_same_page()
    {
        var shop = new Shop(Shop.Titles(200, i => $"Genre {i % 8}"), settings => settings.ExplorationShare = 0.1);
        HomeContext context = shop.Context(history: [shop.Liked(0), shop.Liked(8), shop.Liked(1)]) with { Seed = 11 };

        IReadOnlyList<Recommended<Title>> top = await shop.TopAsync(context);
        IReadOnlyList<Recommended<Title>> again = await shop.TopAsync(context);
        IReadOnlyList<Recommended<Title>> other = await shop.TopAsync(context with { Seed = 12 });

        Assert.Equal(2, top.Count(item => item.Propensity is not null));
        Assert.All(top.Where(item => item.Propensity is not null), item => Assert.Equal("Something different", item.Reason));
        Assert.Equal(top.Select(item => item.Item.Id), again.Select(item => item.Item.Id));
        Assert.NotEqual(top.Where(item => item.Propensity is not null).Select(item => item.Item.Id), other.Where(item => item.Propensity is not null).Select(item => item.Item.Id));
    }

    [Theory]
    [InlineData(DiversityMethod.Mmr)]
    [InlineData(DiversityMethod.Dpp)]
    public async Task The_first_twenty_have_five_genres_something_unusual_and_old_beside_new(DiversityMethod method)
    {
        var random = new Random(29);
        for (int round = 0; round < 20; round++)
        {
            int genres = random.Next(6, 12);
            var shop = new Shop(
                Shop.Titles(random.Next(150, 400), _ => $"Genre {random.Next(genres)}"),
                settings =>
                {
                    settings.Diversity.Method = method;
                    settings.ExplorationShare = 0.1;
                });
            HistoryEntry[] history = [.. shop.Catalogue.Titles.Where(title => title.Genres[0] is "Genre 0" or "Genre 1" or "Genre 2").Take(12).Select(title => shop.Liked(title.Ordinal))];
            HomeContext context = shop.Context(history: history) with { Seed = round };

            Title[] top = [.. (await shop.TopAsync(context)).Select(item => item.Item)];

            Assert.Equal(20, top.Length);
            Assert.True(top.SelectMany(title => title.Genres).Distinct().Count() >= 5);
            Assert.InRange(top.Count(title => !title.Genres.Any(context.Person.History.FavouriteGenres.Contains)), 2, 4);
            // The newest year is 2025.
            Assert.True(top.Count(title => title.Year >= 2024) >= 4);
            Assert.True(top.Count(title => title.Year < 2024) >= 4);
        }
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_title_that_nobody_watched_is_found_by_what_it_is_before_any_training(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        await SaveAsync(service, "old1", "The Long Night", ["Al Pacino", "Somebody"], "Crime");
        await SaveAsync(service, "old2", "Cold Harbour", ["Al Pacino", "Another"], "Crime");
        ContentVectors vectors = service.Services.GetRequiredService<ContentVectors>();
        Assert.Equal((3 * Service.TitlesOfAKind) + 2, await vectors.RefreshAsync(TenantId.Local, Cancellation));
        await service.RecordAsync(
            new StreamingEvent { Type = EventType.Rating, User = "eva", Title = "old1", Rating = 5 },
            new StreamingEvent { Type = EventType.Rating, User = "eva", Title = "old2", Rating = 5 });

        service.Clock.Advance(TimeSpan.FromMinutes(1));
        await SaveAsync(service, "fresh", "A Word With You", ["Al Pacino"], "Documentary");
        int changed = await vectors.RefreshAsync(TenantId.Local, Cancellation);
        int unchanged = await vectors.RefreshAsync(TenantId.Local, Cancellation);
        HomePage page = await service.HomeAsync("eva");

        service.Clock.Advance(TimeSpan.FromMinutes(1));
        await SaveAsync(service, "fresher", "Nothing", [], "Documentary");
        Assert.Equal(2, await vectors.RefreshAsync(TenantId.Local, Cancellation));
        Assert.Equal((63, 0), (changed, unchanged));
        RecommendedTitle fresh = page.Rows.SelectMany(row => row.Titles).Single(title => title.Id == "fresh");
        Assert.Contains("content", fresh.Why.Sources.Keys);
        LikeWhatYouWatch source = ActivatorUtilities.CreateInstance<LikeWhatYouWatch>(service.Services);
        Catalogue catalogue = await service.Services.GetRequiredService<CatalogueStore>().GetAsync(TenantId.Local, Cancellation);
        Person eva = await service.Services.GetRequiredService<People>().FindAsync(TenantId.Local, "eva", catalogue, Cancellation);
        var context = new HomeContext(TenantId.Local, eva, HomeRequest.None, catalogue, new LiveModel(null, Failed: false)) { At = Service.Now };
        Assert.Equal("fresh", (await source.FindAsync(context, 5, Cancellation))[0].Item.Id);
        Assert.Equal("More with Al Pacino", ContentTaste.Of(eva.History)!.Reason(catalogue.Find("fresh")!));
        Assert.Equal("Like what you watch", ContentTaste.Of(eva.History)!.Reason(catalogue.Find("t25")!));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Searches_of_vectors_leave_out_what_the_country_does_not_have(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await SaveAsync(service, "liked", "Heat", ["Al Pacino"], "Crime");
        for (int i = 0; i < 30; i++)
            await SaveAsync(service, $"far{i}", $"Heat {i}", ["Al Pacino"], "Crime", "BR");
        await SaveAsync(service, "near", "Unlike", [], "Musical", "PT");
        await service.Services.GetRequiredService<ContentVectors>().RefreshAsync(TenantId.Local, Cancellation);
        await service.RecordAsync(new StreamingEvent { Type = EventType.Rating, User = "eva", Title = "liked", Rating = 5 });
        Catalogue catalogue = await service.Services.GetRequiredService<CatalogueStore>().GetAsync(TenantId.Local, Cancellation);
        Person eva = await service.Services.GetRequiredService<People>().FindAsync(TenantId.Local, "eva", catalogue, Cancellation);
        var context = new HomeContext(TenantId.Local, eva, new HomeRequest { Country = "PT" }, catalogue, new LiveModel(null, Failed: false)) { At = Service.Now };

        // Two places: without the filter the thirty would take them.
        IReadOnlyList<Scored<Title>> found = await ActivatorUtilities.CreateInstance<LikeWhatYouWatch>(service.Services).FindAsync(context, 2, Cancellation);

        Assert.Equal("near", Assert.Single(found).Item.Id);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_title_is_pinned_for_a_country_and_a_period(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        Pins pins = service.Services.GetRequiredService<Pins>();
        var pin = new Pin { Title = "t59", Row = "top_picks", Place = 2, Country = "PT", StartsAt = Service.Now.AddHours(1), EndsAt = Service.Now.AddHours(2) };
        await pins.PutAsync(TenantId.Local, "spring", pin, Cancellation);

        async Task<string> SecondAsync(string country) => (await service.Streaming.HomeAsync(TenantId.Local, "p0", new HomeRequest { Country = country }, Cancellation))
            .Rows.Single(row => row.Name == "top_picks").Titles[1].Id;

        Assert.Equal(new StoredPin("spring", pin), Assert.Single(await pins.ListAsync(TenantId.Local, Cancellation)));
        Assert.NotEqual("t59", await SecondAsync("PT"));
        service.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal("t59", await SecondAsync("PT"));
        Assert.NotEqual("t59", await SecondAsync("BR"));
        await pins.DeleteAsync(TenantId.Local, "spring", Cancellation);
        Assert.NotEqual("t59", await SecondAsync("PT"));
        await Assert.ThrowsAsync<NotFoundException>(() => pins.DeleteAsync(TenantId.Local, "spring", Cancellation));
    }

    [Fact]
    public async Task A_pin_that_breaks_a_rule_is_refused()
    {
        await using Service service = await Service.OpenAsync();
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        Pins pins = service.Services.GetRequiredService<Pins>();
        var pin = new Pin { Title = "t59", Row = "trending", Place = 1 };

        async Task<string> FieldAsync(Pin broken, string id = "spring") =>
            (await Assert.ThrowsAsync<InvalidValueException>(() => pins.PutAsync(TenantId.Local, id, broken, Cancellation))).Field;

        Assert.Equal("title", await FieldAsync(pin with { Title = "nowhere" }));
        Assert.Equal("row", await FieldAsync(pin with { Row = "" }));
        Assert.Equal("place", await FieldAsync(pin with { Place = 0 }));
        Assert.Equal("place", await FieldAsync(pin with { Place = 101 }));
        Assert.Equal("ends_at", await FieldAsync(pin with { StartsAt = Service.Now, EndsAt = Service.Now }));
        Assert.Equal("starts_at", await FieldAsync(pin with { StartsAt = DateTimeOffset.MinValue }));
        Assert.Equal("id", await FieldAsync(pin, "a\nb"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_was_shown_fifteen_times_and_never_opened_gives_its_place_away(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        RecommendedTitle[] shown = [.. (await service.HomeAsync("p3")).Rows.SelectMany(row => row.Titles).Take(2)];
        StreamingEvent Impression(string title) => new() { Type = EventType.Impression, User = "p3", Title = title, Row = "top_picks", At = Service.Now.AddDays(-1) };
        await service.RecordAsync(
        [
            .. Enumerable.Range(0, 15).SelectMany(_ => shown.Select(title => Impression(title.Id))),
            Impression(shown[1].Id) with { Type = EventType.Click },
        ]);

        // The page of before is kept for ten minutes.
        service.Clock.Advance(TimeSpan.FromMinutes(11));
        string[] after = [.. (await service.HomeAsync("p3")).Rows.SelectMany(row => row.Titles).Select(title => title.Id)];
        service.Clock.Advance(TimeSpan.FromDays(14));
        string[] later = [.. (await service.HomeAsync("p3")).Rows.SelectMany(row => row.Titles).Select(title => title.Id)];

        Assert.DoesNotContain(shown[0].Id, after);
        Assert.Contains(shown[1].Id, after);
        Assert.Contains(shown[0].Id, later);
    }

    [Fact]
    public async Task A_source_that_is_switched_off_is_not_asked()
    {
        await using Service service = await Service.OpenAsync(settings: [("Perto:Streaming:Sources:Trending:Enabled", "false"), ("Perto:Streaming:Sources:New:Take", "3")]);
        await service.ImportAsync(Service.Movies(), Service.Ratings());

        RecommendedTitle[] titles = [.. (await service.HomeAsync("p0")).Rows.SelectMany(row => row.Titles)];

        Assert.DoesNotContain(titles, title => title.Why.Sources.ContainsKey("trending"));
        Assert.Equal(3, titles.Count(title => title.Why.Sources.ContainsKey("new")));
    }

    private static Task SaveAsync(Service service, string id, string name, string[] cast, string genre, params string[] countries) =>
        service.Services.GetRequiredService<CatalogueEditor>().SaveAsync(
            TenantId.Local, id, new CatalogueEntry { Name = name, Year = 2024, Genres = [genre], Cast = cast, Countries = countries }, Cancellation);
}
