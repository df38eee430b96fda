using Perto.Platform;
using Perto.Testing;

namespace Perto.Streaming.Tests;

public sealed class ImportTests
{
    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_bad_line_names_file_line_field_and_rule_and_costs_that_line_only(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        string[] bad =
        [
            "p0,t01,7,1000000000",
            "p0,t01,4,1000000000,extra",
            ",t01,4,1000000000",
            "p0,nowhere,4,1000000000",
            "p0,t01,4,soon",
            "p0,\"t01,4,1000000000",
        ];

        ImportReport report = await service.ImportAsync(Service.Movies(), Service.Ratings() + string.Join('\n', bad) + "\np0,t59,4,1000000000\n");

        Assert.Equal(ImportState.Done, report.State);
        Assert.Equal((60 + 360 + 6 + 1, 6), (report.RowsRead, report.RowsRejected));
        Assert.Equal(
            [
                ("ratings.csv", 362, "rating", "7"),
                ("ratings.csv", 363, null, null),
                ("ratings.csv", 364, "userId", null),
                ("ratings.csv", 365, "movieId", "nowhere"),
                ("ratings.csv", 366, "timestamp", "soon"),
                ("ratings.csv", 367, null, null),
            ],
            report.Errors.OrderBy(error => error.Line).Select(error => (error.File, (int)error.Line, error.Field, error.Given)));
        Assert.Equal("ratings.csv:362: rating must be a number from 0.5 to 5; got '7'", report.Errors.Single(error => error.Line == 362).ToString());
        Page<HistoryItem> history = await service.Browser.HistoryAsync(TenantId.Local, "p0", new Paging(), CancellationToken.None);
        Assert.Contains(history.Items, item => item.Title.Id == "t59");
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Importing_twice_changes_nothing(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);

        await service.ImportAsync(Service.Movies(), Service.Ratings());
        await service.ImportAsync(Service.Movies(), Service.Ratings());

        Page<PersonSummary> people = await service.Browser.PeopleAsync(TenantId.Local, null, new Paging(), CancellationToken.None);
        Assert.Equal(30, people.Items.Count);
        Assert.All(people.Items, person => Assert.Equal(12, person.Ratings));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Json_lines_and_csv_of_views_make_the_same_history(SqlDialect dialect)
    {
        using var files = new TemporaryFolder();
        await File.WriteAllTextAsync(
            files.Find("titles.jsonl"),
            """
            {"id":"a","name":"Alpha","year":2001,"genres":["Drama","War"]}
            {"id":"b","name":"Beta, the \"second\"","genres":"Drama|War"}
            not json
            ["an array"]
            {"id":"c"}
            """);
        await File.WriteAllTextAsync(
            files.Find("views.csv"),
            """
            user,title,started_at,progress,seconds,profile,device
            ana,a,2026-01-01T20:00:00Z,0.5,3600,kids,tv
            ana,b,1767225600,1,,,
            ana,b,1767225600,1.5,,,

            """);
        await using Service service = await Service.OpenAsync(dialect);

        ImportReport report = await service.Imports.ImportAsync(TenantId.Local, files.Path, progress: null, CancellationToken.None);

        Assert.Equal((8, 4), (report.RowsRead, report.RowsRejected));
        Assert.Equal([("titles.jsonl", 3), ("titles.jsonl", 4), ("titles.jsonl", 5), ("views.csv", 4)], report.Errors.Select(error => (error.File, (int)error.Line)));
        Page<HistoryItem> history = await service.Browser.HistoryAsync(TenantId.Local, "ana", new Paging(), CancellationToken.None);
        Assert.Equal([("a", 0.5), ("b", 1.0)], history.Items.Select(item => (item.Title.Id, item.Progress!.Value)));
        Assert.Equal(["Drama", "War"], history.Items[0].Title.Genres);
        Assert.Equal("Beta, the \"second\"", history.Items[1].Title.Name);
    }

    [Fact]
    public async Task A_folder_without_a_known_layout_says_what_it_should_have()
    {
        using var files = new TemporaryFolder();
        await using Service service = await Service.OpenAsync();

        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
            () => service.Imports.ImportAsync(TenantId.Local, files.Path, progress: null, CancellationToken.None));
        InvalidValueException missing = await Assert.ThrowsAsync<InvalidValueException>(
            () => service.Imports.ImportAsync(TenantId.Local, files.Find("nowhere"), progress: null, CancellationToken.None));

        Assert.Contains("titles, people, profiles", refused.Message, StringComparison.Ordinal);
        Assert.Contains("no folder or file", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_header_without_a_needed_column_names_it(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);

        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
            () => service.ImportAsync("movieId,name\n1,A\n", Service.Ratings()));

        Assert.Contains("lacks title, genres", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Toy Story (1995)", "Toy Story", 1995)]
    [InlineData("City of Lost Children, The (Cité des enfants perdus, La) (1995)", "The City of Lost Children (Cité des enfants perdus, La)", 1995)]
    [InlineData("American President, The (1995)", "The American President", 1995)]
    [InlineData("Babylon 5", "Babylon 5", null)]
    [InlineData("Fawlty Towers (1975-1979)", "Fawlty Towers", 1975)]
    [InlineData("Yes, Virginia (2009) ", "Yes, Virginia", 2009)]
    public async Task MovieLens_names_become_names_that_people_use(string given, string name, int? year)
    {
        await using Service service = await Service.OpenAsync();

        await service.ImportAsync($"movieId,title,genres\n1,\"{given}\",(no genres listed)\n", "userId,movieId,rating,timestamp\n");

        TitleDetails title = await service.Browser.TitleAsync(TenantId.Local, "1", CancellationToken.None);
        Assert.Equal((name, year), (title.Name, title.Year));
        Assert.Empty(title.Genres);
    }
}
