using System.Globalization;
using System.Text;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Streaming.Tests;

/// <summary>Each release of MovieLens, in small files as its README describes them.</summary>
public sealed class MovieLensLayoutTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Of_100K_the_flags_are_genres_and_texts_are_latin_1(SqlDialect dialect)
    {
        using var files = new TemporaryFolder();
        await File.WriteAllBytesAsync(files.Find("u.item"), Encoding.Latin1.GetBytes(
            "1|Toy Story (1995)|01-Jan-1995||http://us.imdb.com/M/title-exact?Toy%20Story%20(1995)|0|0|0|1|1|1|0|0|0|0|0|0|0|0|0|0|0|0|0\n"
            + "267|unknown||||1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0\n"
            + "543|Misérables, Les (1995)|01-Jan-1995||http://us.imdb.com/|0|0|0|0|0|0|0|0|1|0|0|0|1|0|0|0|0|0|0\n"));
        await File.WriteAllTextAsync(files.Find("u.data"), "196\t543\t3\t881250949\n22\t1\t5\t881250950\n22\t9\t5\t881250950\n", Cancellation);
        await File.WriteAllTextAsync(files.Find("u.user"), "1|24|M|technician|85711\n", Cancellation);
        await using Service service = await Service.OpenAsync(dialect);

        ImportReport report = await service.Imports.ImportAsync(TenantId.Local, files.Path, progress: null, Cancellation);

        Assert.Equal("u.data:3: movieId must be the id of a title; got '9'", Assert.Single(report.Errors).ToString());
        TitleDetails toys = await service.Browser.TitleAsync(TenantId.Local, "1", Cancellation);
        Assert.Equal(("Toy Story", 1995, new DateOnly(1995, 1, 1)), (toys.Name, toys.Year, toys.Released));
        Assert.Equal(["Animation", "Children's", "Comedy"], toys.Genres);
        TitleDetails paris = await service.Browser.TitleAsync(TenantId.Local, "543", Cancellation);
        Assert.Equal("Les Misérables", paris.Name);
        Assert.Equal((1, 3.0), (paris.Ratings, paris.AverageRating));
        TitleDetails unknown = await service.Browser.TitleAsync(TenantId.Local, "267", Cancellation);
        Assert.Empty(unknown.Genres);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite, "iso-8859-1")]
    [InlineData(SqlDialect.Postgres, "utf-8")]
    public async Task Of_1M_and_10M_double_colons_separate_and_either_encoding_is_seen(SqlDialect dialect, string encoding)
    {
        using var files = new TemporaryFolder();
        await File.WriteAllBytesAsync(files.Find("movies.dat"), Encoding.GetEncoding(encoding).GetBytes(
            "1::Toy Story (1995)::Animation|Children's|Comedy\n73::Misérables, Les (1995)::Drama|Musical\n"
            + "94::\"Quoted\": Alien³ (1992)::Horror\n99::Too few\n"));
        await File.WriteAllTextAsync(files.Find("ratings.dat"), "1::73::5::978300760\n1::94::0.5::978302109\n", Cancellation);
        await File.WriteAllTextAsync(files.Find("tags.dat"), "15::73::excellent!::1215184630\n", Cancellation);
        await using Service service = await Service.OpenAsync(dialect);

        ImportReport report = await service.Imports.ImportAsync(TenantId.Local, files.Path, progress: null, Cancellation);

        Assert.Equal("movies.dat:4: has 2 fields where the header has 3", Assert.Single(report.Errors).ToString());
        TitleDetails paris = await service.Browser.TitleAsync(TenantId.Local, "73", Cancellation);
        Assert.Equal(("Les Misérables", 1995, 5.0), (paris.Name, paris.Year, paris.AverageRating));
        Assert.Equal(["Drama", "Musical"], paris.Genres);
        Assert.Equal(["excellent!"], paris.Tags);
        Assert.Equal("\"Quoted\": Alien³", (await service.Browser.TitleAsync(TenantId.Local, "94", Cancellation)).Name);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task An_import_that_was_stopped_in_the_middle_goes_on_where_it_was(SqlDialect dialect)
    {
        using var files = new TemporaryFolder();
        await File.WriteAllTextAsync(files.Find("movies.dat"), "1::One (2001)::Drama\n2::Two (2002)::War\n", Cancellation);
        var ratings = new StringBuilder();
        for (int person = 0; person < 3 * ImportRunner.BatchSize; person++)
            ratings.Append(CultureInfo.InvariantCulture, $"{person}::{1 + (person % 2)}::4::978300760\n");
        await File.WriteAllTextAsync(files.Find("ratings.dat"), ratings.ToString(), Cancellation);
        await using Service service = await Service.OpenAsync(dialect);
        using var stop = new CancellationTokenSource();

        // The titles are a batch, and so are the first 2,000 ratings: the third is not read.
        var stopping = new Stopping(stop, rows: 2 + ImportRunner.BatchSize);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.Imports.ImportAsync(TenantId.Local, files.Path, stopping, stop.Token));
        long half = await PeopleAsync(service);
        var going = new Stopping(stop: null, rows: long.MaxValue);
        ImportReport report = await service.Imports.ImportAsync(TenantId.Local, files.Path, going, Cancellation);

        Assert.Equal(ImportRunner.BatchSize, half);
        Assert.Equal(3 * ImportRunner.BatchSize, await PeopleAsync(service));
        Assert.Equal((ImportState.Done, 2 + (3L * ImportRunner.BatchSize)), (report.State, report.RowsRead));
        Assert.Equal(2, going.Reports);
    }

    private static async Task<long> PeopleAsync(Service service)
    {
        long people = 0;
        string? cursor = null;
        do
        {
            Page<PersonSummary> page = await service.Browser.PeopleAsync(TenantId.Local, null, new Paging(Paging.MaxLimit, cursor), Cancellation);
            people += page.Items.Count;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return people;
    }

    private sealed class Stopping(CancellationTokenSource? stop, long rows) : IProgress<ImportProgress>
    {
        public int Reports { get; private set; }

        public void Report(ImportProgress value)
        {
            Reports++;
            if (value.RowsRead >= rows)
                stop!.Cancel();
        }
    }
}
