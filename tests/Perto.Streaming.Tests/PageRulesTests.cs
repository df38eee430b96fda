using Microsoft.Extensions.Options;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming.Tests;

public sealed class PageRulesTests
{
    private static readonly Account Household = new("PT", "basic", [new Profile("kids", "Kids", 7, []), new Profile("all", "All", null, [])]);

    [Theory]
    [InlineData(null, null, 30)]
    [InlineData("PT", null, 20)]
    [InlineData("pt", "premium", 20)]
    [InlineData("BR", "premium", 30)]
    [InlineData("PT", "basic", 10)]
    public async Task A_page_has_what_the_country_and_the_subscription_have(string? country, string? tier, int shown)
    {
        // A third is for Brazil alone, a third is only in the premium subscription.
        var shop = new Shop(Shop.Titles(30, _ => "Drama", title => Copy(title, countries: title.Ordinal % 3 == 0 ? ["BR"] : [], tiers: title.Ordinal % 3 == 1 ? ["Premium"] : [])));

        IReadOnlyList<Recommended<Title>> top = await shop.TopAsync(shop.Context(new HomeRequest { Country = country, Tier = tier }), take: 50);

        Assert.Equal(shown, top.Count);
        Assert.All(top, item => Assert.True(country is null || item.Item.Countries.Count == 0 || item.Item.Countries.Contains(country)));
        Assert.All(top, item => Assert.True(tier is not "basic" || item.Item.Tiers.Count == 0));
    }

    [Fact]
    public async Task The_country_of_the_account_holds_where_the_request_names_none()
    {
        var shop = new Shop(Shop.Titles(10, _ => "Drama", title => Copy(title, countries: title.Ordinal == 0 ? ["BR"] : [])));

        Assert.DoesNotContain(await shop.TopAsync(shop.Context(account: Household)), item => item.Item.Ordinal == 0);
        Assert.Contains(await shop.TopAsync(shop.Context(new HomeRequest { Country = "BR" }, Household)), item => item.Item.Ordinal == 0);
    }

    [Fact]
    public async Task A_profile_with_a_limit_sees_only_what_was_rated_for_its_age()
    {
        int?[] ages = [null, 0, 6, 7, 12, 18];
        var shop = new Shop(Shop.Titles(ages.Length, _ => "Drama", title => Copy(title, maturity: ages[title.Ordinal])));

        IReadOnlyList<Recommended<Title>> kids = await shop.TopAsync(shop.Context(new HomeRequest { Profile = "kids" }, Household));
        IReadOnlyList<Recommended<Title>> all = await shop.TopAsync(shop.Context(new HomeRequest { Profile = "all" }, Household));

        Assert.Equal([0, 6, 7], kids.Select(item => item.Item.Maturity!.Value).Order());
        Assert.Equal(ages.Length, all.Count);
    }

    [Fact]
    public async Task What_was_seen_is_not_shown()
    {
        var shop = new Shop(Shop.Titles(10, _ => "Drama"));

        IReadOnlyList<Recommended<Title>> top = await shop.TopAsync(shop.Context(history: [shop.Liked(0), shop.Liked(1)]));

        Assert.Equal(Enumerable.Range(2, 8), top.Select(item => item.Item.Ordinal).Order());
    }

    [Fact]
    public async Task Originals_are_lifted_and_say_so()
    {
        var shop = new Shop(Shop.Titles(10, _ => "Drama", title => Copy(title, original: title.Ordinal == 9)), settings =>
        {
            settings.OriginalsBoost = 50;
            settings.Diversity.Lambda = 1;
        });

        Recommended<Title> first = (await shop.TopAsync(shop.Context()))[0];

        Assert.Equal(9, first.Item.Ordinal);
        Assert.Equal(["originals x50"], first.Why.Rules);
    }

    [Fact]
    public async Task What_is_shown_again_and_again_sinks_and_then_goes()
    {
        var shop = new Shop(Shop.Titles(10, _ => "Drama"), settings => settings.Diversity.Lambda = 1);
        Title before = (await shop.TopAsync(shop.Context()))[0].Item;
        HomeContext Tired(int showings) => shop.Context() with { Wearied = new WearyTitles(new Dictionary<int, int> { [before.Ordinal] = showings }, dropFrom: 15) };

        IReadOnlyList<Recommended<Title>> four = await shop.TopAsync(Tired(4));
        IReadOnlyList<Recommended<Title>> five = await shop.TopAsync(Tired(5));
        IReadOnlyList<Recommended<Title>> fifteen = await shop.TopAsync(Tired(15));

        Assert.Equal(before, four[0].Item);
        Assert.NotEqual(before, five[0].Item);
        Assert.Equal(["fatigue x0.5"], five.Single(item => item.Item == before).Why.Rules);
        Assert.DoesNotContain(fifteen, item => item.Item == before);
        Assert.Equal(9, fifteen.Count);
    }

    [Fact]
    public async Task A_rule_of_the_house_lifts_lowers_and_drops_what_it_is_about()
    {
        var shop = new Shop(
            Shop.Titles(12, i => i < 4 ? "Drama" : i < 8 ? "Horror" : "Comedy", title => Copy(title, languages: title.Ordinal == 11 ? ["pt-BR"] : ["en"])),
            settings =>
            {
                settings.Diversity.Lambda = 1;
                settings.Rules.Add(new HouseRuleSettings { Name = "no_horror_on_phones", Factor = 0, Genres = { "horror" }, Devices = { DeviceKind.Mobile } });
                settings.Rules.Add(new HouseRuleSettings { Name = "spoken_here", Factor = 20, Languages = { "pt" } });
                settings.Rules.Add(new HouseRuleSettings { Name = "old_is_low", Factor = 0.01, OlderThanDays = 6 * 365 });
            });

        IReadOnlyList<Recommended<Title>> phone = await shop.TopAsync(shop.Context(new HomeRequest { Device = DeviceKind.Mobile }));
        IReadOnlyList<Recommended<Title>> television = await shop.TopAsync(shop.Context(new HomeRequest { Device = DeviceKind.Tv }));

        Assert.DoesNotContain(phone, item => item.Item.Genres.Contains("Horror"));
        Assert.Equal(8, phone.Count);
        Assert.Contains(television, item => item.Item.Genres.Contains("Horror"));
        Assert.Equal((11, "spoken_here x20"), (phone[0].Item.Ordinal, Assert.Single(phone[0].Why.Rules)));
        // 2020 is more than six years ago.
        Assert.Equal(2020, television[^1].Item.Year);
        Assert.Equal(["old_is_low x0.01"], television[^1].Why.Rules);
    }

    [Theory]
    [InlineData("Bad Name", 1.0, "Perto:Streaming:Rules:0:Name")]
    [InlineData("", 1.0, "Perto:Streaming:Rules:0:Name")]
    [InlineData("fine", -1.0, "Perto:Streaming:Rules:0:Factor")]
    [InlineData("fine", double.NaN, "Perto:Streaming:Rules:0:Factor")]
    [InlineData("fine", 101.0, "Perto:Streaming:Rules:0:Factor")]
    public void A_rule_that_cannot_be_used_is_named(string name, double factor, string setting)
    {
        InvalidSettingException refused = Assert.Throws<InvalidSettingException>(
            () => Read([new HouseRuleSettings { Name = name, Factor = factor, Original = true }]));

        Assert.Equal(setting, refused.Setting);
    }

    [Fact]
    public void A_rule_about_everything_and_two_of_one_name_are_refused()
    {
        var about = new HouseRuleSettings { Name = "one", Kind = TitleKind.Series };

        Assert.Equal("Perto:Streaming:Rules:0", Assert.Throws<InvalidSettingException>(() => Read([new HouseRuleSettings { Name = "one" }])).Setting);
        Assert.Equal("Perto:Streaming:Rules:1:Name", Assert.Throws<InvalidSettingException>(() => Read([about, about])).Setting);
    }

    [Fact]
    public async Task A_pinned_title_stands_in_its_place_of_its_row_and_nowhere_else()
    {
        var shop = new Shop(Shop.Titles(40, i => i % 2 == 0 ? "Drama" : "Comedy"));
        HomeContext context = shop.Context();
        Title pinned = shop.Catalogue.Titles[39];

        IReadOnlyList<Row<Title>> rows = await shop.RowsAsync(context with { Pins = [new PinnedItem<Title>("top_picks", 3, pinned)] });

        Row<Title> row = rows.Single(row => row.Name == "top_picks");
        Assert.Equal((pinned, 3), (row.Items[2].Item, row.Items[2].Rank));
        Assert.Equal(["pinned: place 3 of top_picks"], row.Items[2].Why.Rules);
        Assert.Single(rows.SelectMany(other => other.Items), item => item.Item == pinned);
        Assert.Equal(20, row.Items.Count);
    }

    [Fact]
    public async Task A_pinned_title_that_may_not_be_shown_is_not()
    {
        var shop = new Shop(Shop.Titles(40, _ => "Drama", title => Copy(title, countries: title.Ordinal == 39 ? ["BR"] : [])));
        HomeContext context = shop.Context(new HomeRequest { Country = "PT" }, history: [shop.Liked(38)]) with
        {
            Pins = [new PinnedItem<Title>("top_picks", 1, shop.Catalogue.Titles[39]), new PinnedItem<Title>("top_picks", 2, shop.Catalogue.Titles[38])],
        };

        IReadOnlyList<Row<Title>> rows = await shop.RowsAsync(context);

        Assert.DoesNotContain(rows.SelectMany(row => row.Items), item => item.Item.Ordinal >= 38);
    }

    [Fact]
    public void Situations_that_somebody_invents_do_not_fill_the_memory_and_change_no_answer()
    {
        var shop = new Shop(Shop.Titles(100, _ => "Drama", title => Copy(title, countries: title.Ordinal % 2 == 0 ? ["BR"] : [])));

        for (int i = 0; i < 1_000; i++)
            Assert.Equal(50, shop.Context(new HomeRequest { Country = $"X{i}" }).Shelf.Count);

        Assert.Equal(100, shop.Context(new HomeRequest { Country = "br" }).Shelf.Count);
    }

    private static void Read(IReadOnlyList<HouseRuleSettings> rules)
    {
        var settings = new StreamingSettings();
        foreach (HouseRuleSettings rule in rules)
            settings.Rules.Add(rule);
        _ = new Shelves(Options.Create(settings));
    }

    private static Title Copy(
        Title title,
        IReadOnlyList<string>? countries = null,
        IReadOnlyList<string>? tiers = null,
        IReadOnlyList<string>? languages = null,
        int? maturity = null,
        bool original = false) => new()
        {
            Ordinal = title.Ordinal,
            Id = title.Id,
            Name = title.Name,
            Year = title.Year,
            Genres = title.Genres,
            Ratings = title.Ratings,
            AverageRating = title.AverageRating,
            Countries = countries ?? [],
            Tiers = tiers ?? [],
            Languages = languages ?? [],
            Maturity = maturity,
            IsOriginal = original,
        };
}
