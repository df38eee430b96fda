using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class CsvRecordReaderTests
{
    [Fact]
    public void What_is_written_as_CSV_is_read_back() =>
        Check.One(Seeds.Property(), Prop.ForAll<NonEmptyArray<NonEmptyArray<NonNull<string>>>>(table =>
        {
            // Line ends inside of a field become '\n', as everywhere in a text that is read by lines; an empty line is no record.
            string[][] rows = [.. table.Get.Select(row => row.Get.Select(field => field.Get.Replace("\r\n", "\n").Replace('\r', '\n')).ToArray())
                .Where(row => row.Length > 1 || row[0].Length > 0)];
            string csv = string.Concat(rows.Select(row => string.Join(',', row.Select(field => $"\"{field.Replace("\"", "\"\"")}\"")) + "\r\n"));

            return Read(csv).Select(record => record.Fields).SequenceEqual(rows, new SameFields());
        }));

    [Fact]
    public void Plain_and_quoted_fields_stand_side_by_side() =>
        Assert.Equal(["a", "b, \"c\"", "", "d\"e", ""], Assert.Single(Read("a,\"b, \"\"c\"\"\",,d\"e,\n")).Fields);

    [Fact]
    public void A_quote_that_is_never_closed_costs_its_line_only()
    {
        List<Record> records = Read("a,1\n\"b,2\nc,3\n\"d\ne\",4\n");

        Assert.Equal([(1, false), (2, true), (3, false), (4, false)], records.Select(record => ((int)record.Line, record.Problem is not null)));
        Assert.Equal(["d\ne", "4"], records[3].Fields);
    }

    [Fact]
    public void Text_after_a_closing_quote_costs_its_line_only()
    {
        List<Record> records = Read("\"a\"b,1\nc,2\n");

        Assert.Equal("text follows a closing quote", records[0].Problem);
        Assert.Equal(["c", "2"], records[1].Fields);
    }

    [Fact]
    public void Separators_may_be_long_and_quotes_may_mean_nothing()
    {
        Assert.Equal(["1", "\"Alien: 3\"", "a|b", ""], Assert.Single(Read("1::\"Alien: 3\"::a|b::\n", new ImportTextLayout { Separator = "::", Quoted = false })).Fields);
        Assert.Equal(["1", "a::b", "c"], Assert.Single(Read("1::\"a::b\"::c\n", new ImportTextLayout { Separator = "::" })).Fields);
        Assert.Equal(["1", "2,3", ""], Assert.Single(Read("1\t2,3\t\n", new ImportTextLayout { Separator = "\t" })).Fields);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"open,1\n")]
    public void A_line_that_is_too_long_costs_itself_and_what_is_open_before_it(string before)
    {
        List<Record> records = Read($"a,1\n{before}{new string('x', LineReader.MaxLength + 1)}\nc,3\n");

        Assert.Equal(["c", "3"], records[^1].Fields);
        Assert.Equal("is longer than 1,048,576 characters", records[^2].Problem);
        Assert.Equal(before.Length == 0 ? [1, 2, 3] : (int[])[1, 2, 3, 4], records.Select(record => (int)record.Line));
    }

    [Fact]
    public void Whatever_it_is_given_it_ends_and_loses_no_line_after_the_last_quote() =>
        Check.One(Seeds.Property(cases: 500), Prop.ForAll<NonNull<string>>(text =>
        {
            List<Record> records = Read(text.Get + "\nlast,line");
            return records[^1].Problem is not null || records[^1].Fields.Length > 0;
        }));

    private static List<Record> Read(string csv, ImportTextLayout? layout = null)
    {
        var reader = new CsvRecordReader(new StringReader(csv), layout);
        List<Record> records = [];
        List<string> fields = [];
        while (reader.Read(fields, out long line, out string? problem))
            records.Add(new Record([.. fields], line, problem));
        return records;
    }

    private sealed record Record(string[] Fields, long Line, string? Problem);

    private sealed class SameFields : IEqualityComparer<string[]>
    {
        public bool Equals(string[]? x, string[]? y) => x!.SequenceEqual(y!);

        public int GetHashCode(string[] obj) => obj.Length;
    }
}
