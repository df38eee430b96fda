using System.Globalization;
using System.Text;
using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class DelimitedReaderTests
{
    [Fact]
    public void What_another_library_writes_is_read_back()
    {
        Gen<string> field = Gen.Elements("", "a", "é", ",", "\"", "\n", "\r\n", " ", ";", "Heat", "a,b", "\"\"").ListOf().Select(string.Concat);
        Check.One(Seeds.Property(cases: 500), Prop.ForAll(field.ListOf(3).ListOf().ToArbitrary(), rows =>
        {
            using var text = new StringWriter();
            using (var writer = new CsvWriter(text, CultureInfo.InvariantCulture))
            {
                foreach (IEnumerable<string> row in rows.Prepend(["x", "y", "z"]))
                {
                    foreach (string value in row)
                        writer.WriteField(value);
                    writer.NextRecord();
                }
            }

            ImportRow[] read = Read(text.ToString());

            string?[][] expected = [.. rows.Select(row => row.Select(value => value.Length == 0 ? null : value.ReplaceLineEndings("\n")).ToArray())];
            string?[][] actual = [.. read.Select(row => (string?[])[row.Text("x"), row.Text("y"), row.Text("z")])];
            return read.All(row => row.IsValid) && expected.Length == actual.Length && expected.Zip(actual).All(pair => pair.First.SequenceEqual(pair.Second));
        }));
    }

    [Fact]
    public void A_row_knows_the_line_it_starts_on()
    {
        ImportRow[] rows = Read("x,y,z\n1,2,3\n\n\"a\nb\",2,\"c\n\nd\"\r\n4,5,6");

        Assert.Equal([2L, 4L, 8L], rows.Select(row => row.Line));
        Assert.Equal("c\n\nd", rows[1].Text("z"));
    }

    [Fact]
    public void Columns_are_found_by_name_in_any_order_and_others_are_welcome()
    {
        ImportRow row = Assert.Single(Read("\uFEFFz, w ,x,y\n3,0,1,2", "x", "y"));

        Assert.Equal(("1", "2", "3", "0", null), (row.Text("x"), row.Text("y"), row.Text("z"), row.Text("w"), row.Text("none")));
    }

    [Theory, InlineData("x,y\n1,2", "ratings.csv has no column 'z'; its header names x, y"), InlineData("", "ratings.csv must begin with a header line that names its columns")]
    public void A_missing_column_is_a_failure_of_the_whole_file(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidValueException>(() => Read(text, "x", "z")).Message);

    [Theory]
    [InlineData("1,2", "of 3 fields, as the header is, not 2")]
    [InlineData("1,2,3,4", "of 3 fields, as the header is, not 4")]
    [InlineData("1,5\" disc,3", "of fields in which a quote is doubled and a quoted field is closed")]
    [InlineData("1,\"two\" 2,3", "of fields in which a quote is doubled and a quoted field is closed")]
    [InlineData("1,\"two,3", "of fields in which a quote is doubled and a quoted field is closed")]
    public void A_malformed_line_costs_only_itself(string line, string rule)
    {
        ImportRow[] rows = Read($"x,y,z\n1,1,1\n{line}\n2,2,2\n\"3\",3,\"3\n\"\n4,4,4");

        Assert.Equal(["1", null, "2", "3", "4"], rows.Select(row => row.IsValid ? row.Text("x") : null));
        Assert.Equal(new RowError("ratings.csv", 3, null, line, rule), Assert.Single(rows[1].Errors));
        Assert.Equal([2L, 3L, 4L, 5L, 7L], rows.Select(row => row.Line));
    }

    [Fact]
    public void Two_stray_quotes_far_apart_do_not_swallow_what_lies_between()
    {
        ImportRow[] rows = Read("x,y,z\n1,\"a,1\n2,2,2\n3,3,3\n4,b\" c,4\n5,5,5");

        Assert.Equal([false, true, true, false, true], rows.Select(row => row.IsValid));
    }

    [Fact]
    public void A_line_that_is_no_utf8_is_refused_instead_of_changed()
    {
        byte[] latin1 = [.. "x,y,z\n1,2,3\nAm"u8, 0xE9, .. "lie,2,3\n4,5,6"u8];

        ImportRow[] rows = [.. DelimitedReader.Read(File(), new MemoryStream(latin1))];

        Assert.Equal([true, false, true], rows.Select(row => row.IsValid));
        Assert.Equal("UTF-8 text", rows[1].Errors[0].Rule);
    }

    [Fact]
    public void No_bytes_whatever_end_a_reading_in_another_way_than_rows()
    {
        Random random = Seeds.Random();
        for (int round = 0; round < 2_000; round++)
        {
            byte[] bytes = [.. "x,y,z\n"u8, .. Enumerable.Range(0, random.Next(80)).Select(_ => (byte)"\",\n\rab\0"[random.Next(8) % 7])];

            int lines = 0;
            foreach (ImportRow row in DelimitedReader.Read(File(), new MemoryStream(bytes)))
            {
                Assert.True(row.Line > lines);
                lines = (int)row.Line;
            }
        }
    }

    private static ImportRow[] Read(string text, params string[] columns) => [.. DelimitedReader.Read(File(columns), new MemoryStream(Encoding.UTF8.GetBytes(text)))];

    private static ImportFile File(params string[] columns) => new() { Path = "/data/ratings.csv", Columns = columns };
}
