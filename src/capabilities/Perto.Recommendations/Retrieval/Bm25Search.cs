using System.Runtime.InteropServices;
using Perto.Language;
using Perto.Vectors;

namespace Perto.Recommendations;

/// <summary>BM25 over all documents of a collection, by their posting lists; exact.</summary>
public sealed class Bm25Search
{
    private readonly TermCounter _counter;
    private readonly CorpusStatistics _statistics = new();
    private readonly Bm25Encoder _encoder;
    private readonly Dictionary<uint, List<(int Document, float Weight)>> _postings = [];
    private readonly TermVector[] _counts;
    private readonly string[] _ids;

    /// <summary>Reads the documents in.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="settings">The numbers of BM25.</param>
    /// <param name="analyzer">How texts become terms.</param>
    /// <param name="bigramWeight">What pairs of neighbours count, 0 to 1; 0 leaves them out.</param>
    public Bm25Search(IReadOnlyList<JudgedText> documents, Bm25Settings settings, Analyzer analyzer, float bigramWeight = 0)
    {
        ArgumentNullException.ThrowIfNull(documents);
        _counter = new TermCounter(analyzer, bigramWeight);
        _encoder = new Bm25Encoder(_statistics, settings);
        _ids = [.. documents.Select(document => document.Id)];
        _counts = [.. documents.Select(document => _counter.Count(document.Text))];
        foreach (TermVector counts in _counts)
            _statistics.Add(counts);
        for (int document = 0; document < _counts.Length; document++)
        {
            TermVector weights = _encoder.EncodeDocument(_counts[document]);
            for (int i = 0; i < weights.Count; i++)
                (CollectionsMarshal.GetValueRefOrAddDefault(_postings, weights.Terms[i], out _) ??= []).Add((document, weights.Values[i]));
        }
    }

    /// <summary>The documents that answer a query best; those that share a term with it.</summary>
    /// <param name="query">The query.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="feedback">Adds terms of the first documents found and searches again; null: it does not.</param>
    /// <param name="feedbackDocuments">How many documents that takes for relevant.</param>
    public IReadOnlyList<RankedId> Find(string query, int count, RelevanceFeedback? feedback = null, int feedbackDocuments = 5)
    {
        TermVector counts = _counter.Count(query);
        List<(int Document, double Score)> found = Best(counts, count);
        if (feedback is not null)
            found = Best(feedback.Expand(counts, [.. found.Take(feedbackDocuments).Select(hit => (_counts[hit.Document], hit.Score))], _statistics), count);
        return [.. found.Select(hit => new RankedId(_ids[hit.Document], (float)hit.Score))];
    }

    private List<(int Document, double Score)> Best(TermVector counts, int count)
    {
        TermVector query = _encoder.EncodeQuery(counts);
        var scores = new Dictionary<int, double>();
        for (int i = 0; i < query.Count; i++)
        {
            if (!_postings.TryGetValue(query.Terms[i], out List<(int Document, float Weight)>? postings))
                continue;
            foreach ((int document, float weight) in postings)
                CollectionsMarshal.GetValueRefOrAddDefault(scores, document, out _) += (double)query.Values[i] * weight;
        }
        return [.. scores.Where(hit => hit.Value > 0).OrderByDescending(hit => hit.Value).ThenBy(hit => hit.Key).Take(count).Select(hit => (hit.Key, hit.Value))];
    }
}
