using Perto.Language;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>Finds documents of a file by BM25, so that a re-ranker can be looked at without a collection.</summary>
internal sealed class LexicalRetrieval
{
    private readonly Dictionary<string, string> _texts;
    private readonly Bm25Search _search;

    /// <exception cref="InvalidValueException">Two documents have the same id.</exception>
    public LexicalRetrieval(IReadOnlyList<TextLine> documents)
    {
        _texts = new Dictionary<string, string>(documents.Count, StringComparer.Ordinal);
        foreach (TextLine document in documents)
        {
            if (!_texts.TryAdd(document.Id!, document.Text))
                throw new InvalidValueException("--documents", document.Id, "ids that stand once", $"Ids of documents must stand once; '{document.Id}' stands twice");
        }
        _search = new Bm25Search([.. documents.Select(document => new JudgedText(document.Id!, document.Text))], new Bm25Settings(), new Analyzer(new AnalyzerSettings()));
    }

    /// <summary>The best documents that share a term with a query.</summary>
    public IReadOnlyList<RerankCandidate> Find(string query, int most) =>
        [.. _search.Find(query, most).Select(found => new RerankCandidate(found.Id, _texts[found.Id], found.Score))];
}
