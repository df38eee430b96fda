using Perto.Learning;

namespace Perto.Recommendations.Tests;

public sealed class SvmLightReaderTests
{
    private static LabeledRows Read(string text, int? featureCount = null) => SvmLightReader.Read(new StringReader(text), "rank.txt", featureCount);

    [Fact]
    public void What_a_line_does_not_name_is_zero_and_nan_is_missing()
    {
        LabeledRows rows = Read("2 1:0.5 3:nan # a remark\n\n0\n1.5 0:-2e3\n");
        Assert.Equal(4, rows.FeatureCount);
        Assert.Equal([2, 0, 1.5f], rows.Labels);
        Assert.Equal([0, 0.5f, 0, float.NaN, 0, 0, 0, 0, -2000, 0, 0, 0], rows.Features);
        Assert.Null(rows.Groups);
        rows.Validate();
    }

    [Fact]
    public void Queries_are_read_from_the_lines()
    {
        Assert.Equal([2, 1], Read("1 qid:7 1:1\n0 qid:7 1:2\n1 qid:x 1:3\n").Groups!);
    }

    [Fact]
    public void Features_that_a_model_does_not_have_are_left_out()
    {
        LabeledRows rows = Read("1 0:5 1:6 9:7\n", featureCount: 2);
        Assert.Equal([5, 6], rows.Features);
        Assert.Equal([0, 0, 0], Read("1\n", featureCount: 3).Features);
    }

    [Theory]
    [InlineData("1 1:1\nx 1:2\n", "rank.txt, line 2: label must be a finite number; got 'x'")]
    [InlineData("nan 1:2\n", "rank.txt, line 1: label must be a finite number; got 'nan'")]
    [InlineData("1 1:1 1:2\n", "rank.txt, line 1: feature must be above 1, the one before it; got '1:2'")]
    [InlineData("1 3:1 2:2\n", "rank.txt, line 1: feature must be above 3, the one before it; got '2:2'")]
    [InlineData("1 3\n", "rank.txt, line 1: feature must be feature:value; got '3'")]
    [InlineData("1 a:3\n", "rank.txt, line 1: feature must be a whole number in 0..100000 before the colon; got 'a:3'")]
    [InlineData("1 -1:3\n", "rank.txt, line 1: feature must be a whole number in 0..100000 before the colon; got '-1:3'")]
    [InlineData("1 2000000000:3\n", "rank.txt, line 1: feature must be a whole number in 0..100000 before the colon; got '2000000000:3'")]
    [InlineData("1 4:inf\n", "rank.txt, line 1: value of feature 4 must be a finite number or nan; got 'inf'")]
    [InlineData("1 4:1,5\n", "rank.txt, line 1: value of feature 4 must be a finite number or nan; got '1,5'")]
    [InlineData("1 qid:1 1:1\n1 1:1\n", "rank.txt, line 2: qid must be qid:n on each line or on none; got '1:1'")]
    [InlineData("1 1:1\n1 qid:1 1:1\n", "rank.txt, line 2: qid must be with the other lines of its query, and on each line or on none; got '1'")]
    [InlineData("1 qid:1 1:1\n1 qid:2 1:1\n1 qid:1 1:1\n", "rank.txt, line 3: qid must be with the other lines of its query, and on each line or on none; got '1'")]
    [InlineData("\n#\n", "rank.txt, line 2: file must be at least one row; got 'nothing'")]
    [InlineData("1\n", "rank.txt, line 1: file must be rows with at least one feature; got 'labels alone'")]
    public void A_line_that_cannot_be_used_is_named(string text, string message)
    {
        Assert.Equal(message, Assert.Throws<DataFileException>(() => Read(text)).Message);
    }

    [Theory]
    [InlineData("2\n3\n", null)]
    [InlineData("2\n\n3", null)]
    [InlineData("2\n4\n", "groups.txt, line 2: sum of the counts must be the 5 rows; got '6'")]
    [InlineData("2\n2\n", "groups.txt, line 2: sum of the counts must be the 5 rows; got '4'")]
    [InlineData("2\n0\n3\n", "groups.txt, line 2: count must be a whole number, at least 1; got '0'")]
    [InlineData("2\n3.0\n", "groups.txt, line 2: count must be a whole number, at least 1; got '3.0'")]
    [InlineData("", "groups.txt, line 0: sum of the counts must be the 5 rows; got '0'")]
    public void Counts_of_queries_must_add_up_to_the_rows(string text, string? message)
    {
        int[] Groups() => QueryGroupReader.Read(new StringReader(text), "groups.txt", 5);
        if (message is null)
            Assert.Equal([2, 3], Groups());
        else
            Assert.Equal(message, Assert.Throws<DataFileException>(() => Groups()).Message);
    }
}
