using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Streaming.Tests;

public sealed class CatalogueTests
{
    private static readonly CatalogueEntry Whole = new()
    {
        Name = "Pequena Orquestra",
        Genres = ["Drama", "Musical"],
        Kind = TitleKind.Series,
        Cast = ["Rita Sá", "João \"Jo\" Dias"],
        Directors = ["Ana Lima"],
        Description = "Eight children, one violin.",
        Released = new DateOnly(2021, 9, 3),
        AddedOn = new DateOnly(2024, 2, 29),
        DurationMinutes = 48,
        Languages = ["pt", "pt-BR"],
        Original = true,
        Maturity = 12,
        Quality = PictureQuality.Uhd,
        Tiers = ["standard", "premium"],
        Countries = ["pt", "BR"],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_title_comes_back_with_all_its_fields(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        CatalogueEditor editor = service.Services.GetRequiredService<CatalogueEditor>();

        bool made = await editor.SaveAsync(TenantId.Local, "orq", Whole, Cancellation);
        bool again = await editor.SaveAsync(TenantId.Local, "orq", Whole, Cancellation);
        await editor.SaveAsync(TenantId.Local, "bare", new CatalogueEntry { Name = "Bare" }, Cancellation);

        Assert.Equal((true, false), (made, again));
        Title title = await TitleAsync(service, "orq");
        Assert.Equal("Pequena Orquestra (2021)", title.ToString());
        Assert.Equal(TitleKind.Series, title.Kind);
        Assert.Equal(["Drama", "Musical"], title.Genres);
        Assert.Equal(["Rita Sá", "João \"Jo\" Dias"], title.Cast);
        Assert.Equal(["Ana Lima"], title.Directors);
        Assert.Equal("Eight children, one violin.", title.Description);
        Assert.Equal((new DateOnly(2021, 9, 3), new DateOnly(2024, 2, 29)), (title.Released!.Value, title.AddedOn!.Value));
        Assert.Equal((48, 12, true, PictureQuality.Uhd), (title.DurationMinutes, title.Maturity, title.IsOriginal, title.Quality));
        Assert.Equal(["pt", "pt-BR"], title.Languages);
        Assert.Equal(["standard", "premium"], title.Tiers);
        Assert.Equal(["PT", "BR"], title.Countries);
        Title bare = await TitleAsync(service, "bare");
        Assert.Equal((TitleKind.Film, PictureQuality.Hd, false, null, null), (bare.Kind, bare.Quality, bare.IsOriginal, bare.Maturity, bare.Year));
        Assert.Empty(bare.Countries);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Csv_and_json_lines_carry_the_same_fields(SqlDialect dialect)
    {
        using var csv = new TemporaryFolder();
        using var json = new TemporaryFolder();
        await File.WriteAllTextAsync(
            csv.Find("titles.csv"),
            """
            id,name,year,genres,kind,cast,directors,description,released,added_on,duration_minutes,languages,original,maturity,quality,tiers,countries
            a,Alpha,2001,Drama|War,series,Ana|Bo,Cy,"Words, and more",2001-05-06,2020-01-02,50,en|pt-BR,true,16,uhd,premium,PT|es
            b,Beta,,,,,,,,,,,,,,,
            c,Gamma,,,opera,,,,,,,,,,,,
            d,Delta,,,,,,,31.12.2001,,,,,,,,
            e,Epsilon,,,,,,,,,,,,,,,Portugal
            f,Zeta,,,,,,,,,,english!,,,,,
            """,
            Cancellation);
        await File.WriteAllTextAsync(
            json.Find("titles.jsonl"),
            """
            {"id":"a","name":"Alpha","year":2001,"genres":["Drama","War"],"kind":"series","cast":["Ana","Bo"],"directors":["Cy"],"description":"Words, and more","released":"2001-05-06","added_on":"2020-01-02","duration_minutes":50,"languages":["en","pt-BR"],"original":true,"maturity":16,"quality":"uhd","tiers":["premium"],"countries":["PT","ES"]}
            {"id":"b","name":"Beta"}
            """,
            Cancellation);
        await using Service service = await Service.OpenAsync(dialect);
        var of = new TenantId("json");

        ImportReport report = await service.Imports.ImportAsync(TenantId.Local, csv.Path, progress: null, Cancellation);
        await service.Imports.ImportAsync(of, json.Path, progress: null, Cancellation);

        Assert.Equal(
            [
                "titles.csv:4: kind must be one of film, series; got 'opera'",
                "titles.csv:5: released must be a day as yyyy-MM-dd; got '31.12.2001'",
                "titles.csv:6: countries must be an ISO 3166 code of two letters; got 'Portugal'",
                "titles.csv:7: languages must be a BCP 47 code such as pt or pt-BR; got 'english!'",
            ],
            report.Errors.Select(error => error.ToString()));
        foreach (string id in (string[])["a", "b"])
        {
            TitleDetails one = await service.Browser.TitleAsync(TenantId.Local, id, Cancellation);
            TitleDetails other = await service.Browser.TitleAsync(of, id, Cancellation);
            Assert.Equivalent(one, other, strict: true);
        }

        TitleDetails alpha = await service.Browser.TitleAsync(of, "a", Cancellation);
        Assert.Equal(["PT", "ES"], alpha.Countries);
        Assert.True(alpha.Original);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_title_that_is_taken_out_comes_back_with_what_people_did(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        CatalogueEditor editor = service.Services.GetRequiredService<CatalogueEditor>();
        await editor.SaveAsync(TenantId.Local, "a", new CatalogueEntry { Name = "Alpha" }, Cancellation);
        await service.RecordAsync(new StreamingEvent { Type = EventType.View, User = "ana", Title = "a", Progress = 1 });

        await editor.DeleteAsync(TenantId.Local, "a", Cancellation);

        await Assert.ThrowsAsync<NotFoundException>(() => service.Browser.TitleAsync(TenantId.Local, "a", Cancellation));
        await Assert.ThrowsAsync<NotFoundException>(() => editor.DeleteAsync(TenantId.Local, "a", Cancellation));
        Assert.Empty((await service.Browser.HistoryAsync(TenantId.Local, "ana", new Paging(), Cancellation)).Items);
        await editor.SaveAsync(TenantId.Local, "a", new CatalogueEntry { Name = "Alpha" }, Cancellation);
        Assert.Single((await service.Browser.HistoryAsync(TenantId.Local, "ana", new Paging(), Cancellation)).Items);
    }

    [Fact]
    public async Task A_title_that_breaks_a_rule_is_named_by_its_field()
    {
        await using Service service = await Service.OpenAsync();
        CatalogueEditor editor = service.Services.GetRequiredService<CatalogueEditor>();
        (CatalogueEntry Entry, string Field)[] broken =
        [
            (Whole with { Name = " " }, "name"),
            (Whole with { Year = 1492 }, "year"),
            (Whole with { Genres = ["Drama", ""] }, "genres[1]"),
            (Whole with { Cast = [.. Enumerable.Repeat("x", 65)] }, "cast"),
            (Whole with { Countries = ["PT", "Spain"] }, "countries[1]"),
            (Whole with { Languages = ["p"] }, "languages[0]"),
            (Whole with { DurationMinutes = 0 }, "duration_minutes"),
            (Whole with { Maturity = 99 }, "maturity"),
            (Whole with { Description = "bell \a" }, "description"),
        ];

        foreach ((CatalogueEntry entry, string field) in broken)
        {
            InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => editor.SaveAsync(TenantId.Local, "x", entry, Cancellation));
            Assert.Equal(field, refused.Field);
        }

        await Assert.ThrowsAsync<NotFoundException>(() => service.Browser.TitleAsync(TenantId.Local, "x", Cancellation));
    }

    private static async Task<Title> TitleAsync(Service service, string id) =>
        (await service.Services.GetRequiredService<CatalogueStore>().GetAsync(TenantId.Local, Cancellation)).Find(id)!;
}
