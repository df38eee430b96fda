namespace Perto.Language.Tests;

public sealed class CorpusStatisticsTests
{
    private static readonly TermCounter Counter = new(new Analyzer(new AnalyzerSettings()));
    private static readonly TermVector[] Texts = [.. new[] { "red fox", "red red bird", "blue whale in the sea", "fox and whale" }.Select(text => Counter.Count(text))];

    [Fact]
    public void Parts_merge_to_the_whole()
    {
        CorpusStatistics left = Of(Texts[..2]);
        left.Merge(Of(Texts[2..]));
        AssertEqual(Of(Texts), left);
    }

    [Fact]
    public void What_is_merged_with_itself_is_doubled()
    {
        CorpusStatistics twice = Of(Texts);
        twice.Merge(twice);
        AssertEqual(Of([.. Texts, .. Texts]), twice);
    }

    [Fact]
    public void A_text_taken_away_leaves_what_was_before()
    {
        CorpusStatistics statistics = Of(Texts);
        statistics.Remove(Texts[3]);
        statistics.Remove(Texts[2]);
        AssertEqual(Of(Texts[..2]), statistics);
        Assert.Equal(0, statistics.FrequencyOf(TermHash.Of("whale")));
    }

    [Fact]
    public void A_text_that_was_never_added_is_not_taken_away()
    {
        CorpusStatistics statistics = Of(Texts);
        Assert.Throws<ArgumentException>(() => statistics.Remove(Counter.Count("fox elephant")));
        AssertEqual(Of(Texts), statistics);
        Assert.Throws<ArgumentException>(() => new CorpusStatistics().Remove(Counter.Count("")));
    }

    [Fact]
    public void A_rare_term_weighs_more_and_none_less_than_nothing()
    {
        CorpusStatistics statistics = Of(Texts);
        Assert.True(statistics.InverseFrequencyOf(TermHash.Of("blue")) > statistics.InverseFrequencyOf(TermHash.Of("fox")));
        Assert.True(Of([Texts[0], Texts[0]]).InverseFrequencyOf(TermHash.Of("fox")) > 0);
    }

    private static CorpusStatistics Of(TermVector[] texts)
    {
        CorpusStatistics statistics = new();
        foreach (TermVector text in texts)
            statistics.Add(text);
        return statistics;
    }

    private static void AssertEqual(CorpusStatistics expected, CorpusStatistics actual)
    {
        Assert.Equal((expected.Documents, expected.Terms), (actual.Documents, actual.Terms));
        Assert.Equal(expected.AverageLength, actual.AverageLength, 1e-12);
        foreach (uint term in Texts.SelectMany(text => text.Terms.ToArray()))
            Assert.Equal(expected.FrequencyOf(term), actual.FrequencyOf(term));
    }
}
