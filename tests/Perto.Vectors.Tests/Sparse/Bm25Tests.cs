namespace Perto.Vectors.Tests;

public sealed class Bm25Tests
{
    // Three texts over the words 1, 2, 3: "1 1 2", "2", "1 3 3 3 3"; mean length 3.
    private static readonly List<(uint[], float[])> Corpus = [([1, 2], [2, 1]), ([2], [1]), ([1, 3], [1, 4])];

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void Scores_are_those_computed_by_hand(int cut)
    {
        SparseField field = new(Corpus, SparseScoring.Bm25, cuts: [cut]);

        // Word 1: idf = ln(1 + 1.5 / 2.5) = 0.4700036. Row 0: tf 2, length 3: 2 * 2.2 / (2 + 1.2 * 1) = 1.375.
        // Row 2: tf 1, length 5: 2.2 / (1 + 1.2 * (0.25 + 0.75 * 5 / 3)) = 2.2 / 2.8 = 0.7857143.
        AssertHits([(0.4700036f * 1.375f, 0), (0.4700036f * 0.7857143f, 2)], field.Search([1], [1], k: 10));

        // Word 3: idf = ln(1 + 2.5 / 1.5) = 0.9808293; tf 4, length 5: 8.8 / (4 + 1.8) = 1.5172414. Word 2 counts twice:
        // idf as word 1's; row 0: 2.2 / 2.2 = 1; row 1: length 1: 2.2 / (1 + 1.2 * 0.5) = 1.375.
        AssertHits(
            [(0.9808293f * 1.5172414f, 2), (2 * 0.4700036f * 1.375f, 1), (2 * 0.4700036f, 0)], field.Search([2, 3], [2, 1], k: 10));
    }

    [Fact]
    public void Rows_are_scored_by_the_statistics_of_today()
    {
        SparseField field = new(Corpus, SparseScoring.Bm25, cuts: [2]);
        field.Kill(2);
        // Two rows are left, mean length 2; word 1 is in one of them: idf = ln(1 + 1.5 / 1.5) = 0.6931472.
        // Row 0: 4.4 / (2 + 1.2 * (0.25 + 0.75 * 1.5)) = 4.4 / 3.65 = 1.2054795.
        AssertHits([(0.6931472f * 1.2054795f, 0)], field.Search([1], [1], k: 10));

        field.Append([1], [2]);
        field.Append([], []);
        // Three rows that are not empty, mean length 2: idf = ln(1 + 1.5 / 2.5). Row 3: length 2: 4.4 / 3.2 = 1.375.
        AssertHits([(0.4700036f * 1.375f, 3), (0.4700036f * 1.2054795f, 0)], field.Search([1], [1], k: 10));
        Assert.Equal(3, field.Statistics.Rows);
        Assert.Equal(2, field.Statistics.AverageLength);
    }

    [Fact]
    public void A_dead_row_is_counted_until_its_part_is_written_without_it()
    {
        SparseStatistics statistics = new();
        statistics.Append([1, 2]);
        statistics.Append([3]);
        statistics.Remove([10, 11], [1, 2]);
        statistics.Append([1]);
        statistics.Remove([11], [1]);
        Assert.Equal((1, 3f), (statistics.Rows, statistics.AverageLength));
        Assert.Equal((1, 2, 0), (statistics.Dead(10), statistics.Dead(11), statistics.Dead(12)));

        statistics.Forget([10, 11]);
        Assert.Equal((1, 3f), (statistics.Rows, statistics.AverageLength));
        Assert.Equal((0, 1, 0), (statistics.Dead(10), statistics.Dead(11), statistics.Dead(12)));
    }

    [Fact]
    public void Without_live_rows_nothing_is_divided_by_0()
    {
        SparseField field = new([([1], [1])], SparseScoring.Bm25, cuts: [1]);
        field.Kill(0);
        Assert.Empty(field.Search([1], [1], k: 1));
        Assert.Equal(1, field.Statistics.AverageLength);
    }

    [Theory]
    [InlineData(-1, 0.5)]
    [InlineData(float.NaN, 0.5)]
    [InlineData(1.2, 1.1)]
    [InlineData(1.2, float.NaN)]
    public void Parameters_out_of_range_are_refused(float k1, float b) =>
        Assert.Contains("must be", Assert.Throws<VectorStoreException>(() => new Bm25(k1, b)).Message, StringComparison.Ordinal);

    private static void AssertHits((float Score, int Row)[] expected, (float Score, int Row)[] found)
    {
        Assert.Equal(expected.Select(hit => hit.Row), found.Select(hit => hit.Row));
        foreach ((int i, (float score, int _)) in expected.Index())
            Assert.Equal(score, found[i].Score, 1e-5f);
    }
}
