using System.Text;

namespace Perto.Platform.Tests;

public sealed class ImportRowTests
{
    [Fact]
    public void A_sound_row_gives_its_values()
    {
        ImportRow row = Csv("id,stars,at,when,genres,note", "7,4.5,1479544381,2026-05-17T12:00:00+02:00,Crime| Drama |,");

        Assert.Equal(7, row.Integer("id", 1, 9));
        Assert.Equal(4.5, row.Number("stars", 0.5, 5));
        Assert.Equal(1_479_544_381_000_000, row.UnixSeconds("at"));
        Assert.Equal(1_479_544_381_000_000, row.Moment("at"));
        Assert.Equal(UnixMicros.From(new DateTimeOffset(2026, 5, 17, 10, 0, 0, TimeSpan.Zero)), row.Moment("when"));
        Assert.Equal(["Crime", "Drama"], row.List("genres"));
        Assert.Null(row.Text("note"));
        Assert.Null(row.OptionalNumber("note"));
        Assert.Null(row.OptionalInteger("none"));
        Assert.Null(row.OptionalMoment("none"));
        Assert.Empty(row.List("none"));
        Assert.True(row.IsValid);
    }

    [Fact]
    public void A_json_row_gives_the_same()
    {
        ImportRow row = Json("""{"id":7,"stars":4.5,"at":1479544381,"genres":["Crime","Drama"],"note":null,"text":"a|b","live":true}""");

        Assert.Equal((7, 4.5, 1_479_544_381_000_000), (row.Integer("id"), row.Number("stars"), row.UnixSeconds("at")));
        Assert.Equal(["Crime", "Drama"], row.List("genres"));
        Assert.Equal(["a", "b"], row.List("text"));
        Assert.Equal("true", row.Text("live"));
        Assert.Null(row.Text("note"));
        Assert.True(row.IsValid);
    }

    [Theory]
    [InlineData("9", "a number between 0.5 and 5"), InlineData("NaN", "a number between 0.5 and 5"), InlineData("1e999", "a number between 0.5 and 5")]
    [InlineData("four", "a number between 0.5 and 5"), InlineData("4,5", "a number between 0.5 and 5"), InlineData("", "a number between 0.5 and 5")]
    public void A_number_that_breaks_its_rule_is_noted(string given, string rule)
    {
        ImportRow row = Csv("stars", $"\"{given}\"");

        row.Number("stars", 0.5, 5);

        Assert.Equal(new RowError("ratings.csv", 2, "stars", given.Length == 0 ? null : given, rule), Assert.Single(row.Errors));
    }

    [Fact]
    public void All_that_is_wrong_with_a_row_is_noted_in_one_look()
    {
        ImportRow row = Csv("user,stars,at,note", $",9,-1,{new string('x', 30)}");

        row.RequiredText("user");
        row.Number("stars", max: 5);
        row.UnixSeconds("at");
        row.RequiredText("note", maxLength: 20);
        row.Reject("stars", "9", "a rating of this service");

        Assert.Equal(
            [
                "ratings.csv:2: user must be text; it is missing",
                "ratings.csv:2: stars must be a number of at most 5; got '9'",
                "ratings.csv:2: at must be a whole number between 0 and 253402300799; got '-1'",
                $"ratings.csv:2: note must be text of at most 20 characters; got '{new string('x', 30)}'",
                "ratings.csv:2: stars must be a rating of this service; got '9'",
            ],
            row.Errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("2026-05-17", 1_778_976_000L), InlineData("2026-05-17T00:00:00Z", 1_778_976_000L), InlineData("0", 0L)]
    [InlineData("17.5", null), InlineData("yesterday", null), InlineData("99999999999999", null), InlineData("2026-13-01", null)]
    public void A_moment_is_a_date_in_utc_or_seconds(string given, long? seconds)
    {
        ImportRow row = Csv("at", given);

        Assert.Equal((seconds ?? 0) * 1_000_000, row.Moment("at"));
        Assert.Equal(seconds is not null, row.IsValid);
    }

    [Theory, InlineData("{"), InlineData("[1]"), InlineData("17"), InlineData("{\"a\":1}}"), InlineData("nothing")]
    public void A_line_that_is_no_json_object_costs_only_itself(string line)
    {
        ImportRow[] rows = [.. JsonLinesReader.Read(new ImportFile { Path = "views.jsonl" }, new MemoryStream(Encoding.UTF8.GetBytes($"{{\"a\":1}}\n\n{line}\n{{\"a\":2}}\n")))];

        Assert.Equal([true, false, true], rows.Select(row => row.IsValid));
        Assert.Equal(new RowError("views.jsonl", 3, null, line, "a JSON object"), Assert.Single(rows[1].Errors));
        Assert.Equal(2, rows[2].Integer("a"));
    }

    private static ImportRow Csv(string header, string line) =>
        Assert.Single(DelimitedReader.Read(new ImportFile { Path = "ratings.csv" }, new MemoryStream(Encoding.UTF8.GetBytes($"{header}\n{line}\n"))));

    private static ImportRow Json(string line) =>
        Assert.Single(JsonLinesReader.Read(new ImportFile { Path = "views.jsonl" }, new MemoryStream(Encoding.UTF8.GetBytes(line))));
}
