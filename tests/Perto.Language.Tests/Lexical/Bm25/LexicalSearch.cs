namespace Perto.Language.Tests;

/// <summary>Search by inner product over all texts, the slow and obvious way.</summary>
internal sealed class LexicalSearch
{
    private readonly TermCounter _counter;
    private readonly TermVector[] _counts;
    private readonly TermVector[] _texts;
    private readonly CorpusStatistics _statistics = new();
    private readonly Bm25Encoder _encoder;

    public LexicalSearch(string[] texts, float bigramWeight = 0)
    {
        _counter = new TermCounter(new Analyzer(new AnalyzerSettings()), bigramWeight);
        _counts = [.. texts.Select(text => _counter.Count(text))];
        foreach (TermVector counts in _counts)
            _statistics.Add(counts);
        _encoder = new Bm25Encoder(_statistics, new Bm25Settings { K1 = 1.5 });
        _texts = [.. _counts.Select(_encoder.EncodeDocument)];
    }

    public int[] Find(string query, int count, RelevanceFeedback? feedback)
    {
        TermVector counts = _counter.Count(query);
        (int Text, double Score)[] found = Best(counts, count);
        if (feedback is not null)
            found = Best(feedback.Expand(counts, [.. found.Take(5).Select(hit => (_counts[hit.Text], hit.Score))], _statistics), count);
        return [.. found.Select(hit => hit.Text)];
    }

    private (int Text, double Score)[] Best(TermVector counts, int count)
    {
        TermVector query = _encoder.EncodeQuery(counts);
        return
        [
            .. _texts.Select((text, index) => (Text: index, Score: text.Dot(query)))
                .Where(hit => hit.Score > 0).OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Text).Take(count),
        ];
    }
}
