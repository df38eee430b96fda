namespace Perto.Language.Tests;

public sealed class RelevanceFeedbackTests
{
    private static readonly TermCounter Counter = new(new Analyzer(new AnalyzerSettings()));
    private static readonly TermVector Query = Counter.Count("car");

    [Fact]
    public void The_terms_that_found_texts_share_join_the_query()
    {
        TermVector[] texts = [Counter.Count("car engine"), Counter.Count("car engine wheel"), Counter.Count("bird")];
        CorpusStatistics statistics = Statistics(texts);
        RelevanceFeedback feedback = new(new RelevanceFeedbackSettings { Terms = 2, QueryWeight = 0.6 });

        TermVector expanded = feedback.Expand(Query, [(texts[0], 2), (texts[1], 1), (texts[2], 0)], statistics);

        // Two texts by scores 2 and 1: car and engine have 2 * 1/2 + 1 * 1/3 each, so half of the 0.4 each.
        Assert.Equal(2, expanded.Count);
        Assert.Equal(0.8f, ValueOf(expanded, "car"), 1e-6f);
        Assert.Equal(0.2f, ValueOf(expanded, "engin"), 1e-6f);
        Assert.Equal(1, expanded.Sum(), 1e-6);
    }

    [Fact]
    public void With_nothing_found_the_query_stays()
    {
        RelevanceFeedback feedback = new(new RelevanceFeedbackSettings());
        Assert.Same(Query, feedback.Expand(Query, [], new CorpusStatistics()));
        Assert.Same(Query, feedback.Expand(Query, [(Counter.Count("car"), double.NaN), (Counter.Count(""), 1)], new CorpusStatistics()));
    }

    [Theory]
    [InlineData(0, 0.5, "Terms is 0")]
    [InlineData(5, double.NaN, "QueryWeight is NaN")]
    public void Settings_out_of_range_are_refused(int terms, double weight, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(() => new RelevanceFeedback(new RelevanceFeedbackSettings { Terms = terms, QueryWeight = weight })).Message,
            StringComparison.Ordinal);

    private static CorpusStatistics Statistics(TermVector[] texts)
    {
        CorpusStatistics statistics = new();
        foreach (TermVector text in texts)
            statistics.Add(text);
        return statistics;
    }

    private static float ValueOf(TermVector vector, string term)
    {
        int at = vector.Terms.BinarySearch(TermHash.Of(term));
        return at < 0 ? 0 : vector.Values[at];
    }
}
