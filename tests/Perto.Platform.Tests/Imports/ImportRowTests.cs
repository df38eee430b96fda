namespace Perto.Platform.Tests;

public sealed class ImportRowTests
{
    [Fact]
    public void A_list_is_cut_at_its_separator()
    {
        ImportRow row = Row(" Crime | Drama ||");

        Assert.Equal(["Crime", "Drama"], row.List("field", '|'));
        Assert.Null(row.Error);
    }

    [Theory]
    [InlineData("a|b|c", "must have at most 2 items")]
    [InlineData("a|fives", "must have at most 4 characters")]
    [InlineData("a|b\u0000", "must not have control characters")]
    [InlineData("a|\uFFFD", "must be UTF-8")]
    [InlineData("a|\u65e5\u672c\u8a9e", "must have at most 8 bytes of UTF-8")]
    public void A_list_that_breaks_a_rule_rejects_its_row(string value, string rule)
    {
        ImportRow row = Row(value);

        Assert.Empty(row.List("field", '|', maxItems: 2, maxLength: 4));
        Assert.Equal(("field", rule), (row.Error!.Field, row.Error.Rule));
    }

    [Fact]
    public void A_list_has_at_most_64_items_unless_told()
    {
        Assert.Equal(64, Row(string.Join('|', Enumerable.Range(0, 64))).List("field", '|').Count);
        Assert.Empty(Row(string.Join('|', Enumerable.Range(0, 65))).List("field", '|'));
    }

    [Fact]
    public void Text_is_measured_in_characters_and_in_bytes()
    {
        string fits = new('\u00e9', 256);
        string tooManyBytes = new string('\u00e9', 255) + '\u65e5';

        Assert.Equal(fits, Row(fits).RequiredText("field", 256));
        ImportRow refused = Row(tooManyBytes);
        Assert.Null(refused.RequiredText("field", 256));
        Assert.Equal("must have at most 512 bytes of UTF-8", refused.Error!.Rule);
        Assert.Equal(tooManyBytes, Row(tooManyBytes).RequiredText("field", 256, maxBytes: 513));
    }

    private static ImportRow Row(string value) =>
        new(new ImportFile("rows.csv", "rows", ImportFileFormat.Csv, []), 2, new Dictionary<string, int>(StringComparer.Ordinal) { ["field"] = 0 }, [value]);
}
