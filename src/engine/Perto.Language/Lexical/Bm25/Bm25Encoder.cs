namespace Perto.Language;

/// <summary>
/// Writes texts and queries as sparse vectors whose inner product is BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance
/// Framework", eq. 3.15), for any store that searches by inner product: a text has <c>tf (k1 + 1) / (tf + k1 (1 - b + b length / average))</c>
/// of each term, a query its count times the idf.
/// </summary>
/// <remarks>
/// The average length is part of a text's vector: vectors are as old as the statistics they were made with, and are made anew when the
/// average has moved far. The idf is part of the query's alone and is always today's.
/// </remarks>
public sealed class Bm25Encoder
{
    private readonly CorpusStatistics _statistics;
    private readonly Bm25Settings _settings;

    /// <summary>An encoder for the texts of a collection.</summary>
    /// <param name="statistics">What is known of the collection. Read at each call.</param>
    /// <param name="settings">The numbers of BM25.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public Bm25Encoder(CorpusStatistics statistics, Bm25Settings settings)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        _statistics = statistics;
        _settings = settings;
    }

    /// <summary>The vector of a text: each value 0 to k1 + 1.</summary>
    /// <param name="counts">How often each of its terms stands in it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="counts"/> is null.</exception>
    public TermVector EncodeDocument(TermVector counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double norm = _settings.K1 * (1 - _settings.B + (_settings.B * counts.Sum() / _statistics.AverageLength));
        return counts.Select((_, count) => count > 0 ? count * (_settings.K1 + 1) / (count + norm) : 0);
    }

    /// <summary>The vector of a query: the value of each term is its count or weight times its idf.</summary>
    /// <param name="counts">How often each term stands in the query, or the weights that <see cref="RelevanceFeedback"/> gave it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="counts"/> is null.</exception>
    public TermVector EncodeQuery(TermVector counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return counts.Select((term, count) => count * _statistics.InverseFrequencyOf(term));
    }
}
