using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Streaming.Tests;

public sealed class ExposureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Impressions_and_clicks_are_imported_once_whether_or_not_they_have_an_id(SqlDialect dialect)
    {
        using var files = new TemporaryFolder();
        await File.WriteAllTextAsync(files.Find("titles.csv"), "id,name\na,Alpha\nb,Beta\n", Cancellation);
        await File.WriteAllTextAsync(
            files.Find("impressions.csv"),
            """
            user,title,at,row,rank,request,device,propensity
            ana,a,2026-01-01T20:00:00Z,top,1,r1,tv,0.25
            ana,b,2026-01-01T20:00:00Z,top,2,r1,tv,0.125
            ana,b,2026-01-01T20:00:00Z,new,1,r1,tv,
            ana,b,2026-01-01T20:00:00Z,top,2,r1,tv,0
            ana,c,2026-01-01T20:00:00Z,top,3,r1,tv,0.1
            """,
            Cancellation);
        await File.WriteAllTextAsync(files.Find("clicks.jsonl"), """{"id":"c1","user":"ana","title":"a","at":1767297610,"row":"top","rank":1,"request":"r1"}""" + "\n", Cancellation);
        await using Service service = await Service.OpenAsync(dialect);

        ImportReport report = await service.Imports.ImportAsync(TenantId.Local, files.Path, progress: null, Cancellation);
        await service.Imports.ImportAsync(TenantId.Local, files.Path, progress: null, Cancellation);

        Assert.Equal(
            ["impressions.csv:5: propensity must be above 0 and at most 1: what was shown could be shown; got '0'", "impressions.csv:6: title must be the id of a title; got 'c'"],
            report.Errors.Select(error => error.ToString()));
        Assert.Equal(
            [("click", "a", "top", 1, "r1", null), ("impression", "b", "new", 1, "r1", null), ("impression", "a", "top", 1, "r1", 0.25), ("impression", "b", "top", 2, "r1", (double?)0.125)],
            (await ExposuresAsync(service)).Select(row => (row.Kind, row.TitleId, row.RowName, row.Position, row.Request, row.Propensity)));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Events_keep_the_page_that_they_came_from(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.Services.GetRequiredService<CatalogueEditor>().SaveAsync(TenantId.Local, "a", new CatalogueEntry { Name = "Alpha" }, Cancellation);

        await service.RecordAsync(
            new StreamingEvent { Type = EventType.Impression, User = "ana", Title = "a", Row = "top", Rank = 3, Request = "page-1", Device = DeviceKind.Mobile, Profile = "kids" },
            new StreamingEvent { Type = EventType.View, User = "ana", Title = "a", Progress = 0.2, At = Service.Now, Request = "page-1" });
        await service.RecordAsync(new StreamingEvent { Type = EventType.View, User = "ana", Title = "a", Progress = 0.9, At = Service.Now });
        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
            () => service.RecordAsync(new StreamingEvent { Type = EventType.Click, User = "ana", Title = "a", Request = new string('x', 257) }));

        Assert.Equal("events[0].request", refused.Field);
        Row shown = Assert.Single(await ExposuresAsync(service));
        Assert.Equal(("page-1", "mobile", "kids"), (shown.Request, shown.Device, shown.Profile));
        string? request = await service.Services.GetRequiredService<IDatabase>().ReadAsync(
            session => session.ScalarAsync<string>("select request from streaming_view where tenant = 'local' and progress = 0.9", new { }), Cancellation);
        Assert.Equal("page-1", request);
    }

    private static Task<IReadOnlyList<Row>> ExposuresAsync(Service service) => service.Services.GetRequiredService<IDatabase>().ReadAsync(
        session => session.QueryAsync<Row>(
            """
            select kind, title_id, row_name, position, request, profile, device, propensity from streaming_exposure
            where tenant = 'local' order by kind, row_name, position
            """,
            new { }),
        Cancellation);

    private sealed record Row
    {
        public string Kind { get; init; } = "";

        public string TitleId { get; init; } = "";

        public string? RowName { get; init; }

        public int? Position { get; init; }

        public string? Request { get; init; }

        public string? Profile { get; init; }

        public string? Device { get; init; }

        public double? Propensity { get; init; }
    }
}
