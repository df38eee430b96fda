using System.Buffers;
using Perto.Language;

namespace Perto.Platform;

/// <summary>What the decision to re-rank looks at in a query.</summary>
/// <param name="Words">Its words, in lower case and without accents.</param>
/// <param name="Complexity">min(1, content words / 15 + .2 for each clause beyond the first).</param>
/// <param name="Asked">The phrase of <see cref="QuestionWords"/> that stands in it; null where none does.</param>
internal sealed record QueryShape(IReadOnlyList<string> Words, double Complexity, (string Phrase, string QueryType)? Asked)
{
    private static readonly SearchValues<char> ClauseEnds = SearchValues.Create(",;:.?!()");
    private const double ContentWordsOfAll = 15;
    private const double ExtraClause = .2;

    // "cats and dogs" is one clause.
    private const int ContentWordsOfClause = 2;

    private static readonly Analyzer Plain = new(new AnalyzerSettings { Language = TextLanguage.None, Stem = false, DropStopWords = false, FoldAccents = true });

    /// <summary>Looks at a query.</summary>
    public static QueryShape Of(string query)
    {
        List<string> words = [];
        int content = 0;
        int clauses = 0;
        int ofClause = 0;
        int end = 0;
        AnalyzedTerms terms = Plain.Terms(query);
        while (terms.MoveNext())
        {
            string word = new(terms.Current);
            words.Add(word);
            bool begins = query.AsSpan(end, terms.Start - end).ContainsAny(ClauseEnds) || QuestionWords.Clauses.Contains(word);
            end = terms.Start + terms.Length;
            if (begins && ofClause >= ContentWordsOfClause)
            {
                clauses++;
                ofClause = 0;
            }
            if (IsContent(word))
            {
                content++;
                ofClause++;
            }
        }
        if (ofClause >= ContentWordsOfClause)
            clauses++;
        return new QueryShape(words, Math.Min(1, (content / ContentWordsOfAll) + (ExtraClause * Math.Max(0, clauses - 1))), QuestionWords.Find(words));
    }

    /// <summary>A name for the kind of query, for the metric of scores.</summary>
    public string Type => Asked is { QueryType: var type } ? type : Words.Count < AdaptiveRules.FewestWords ? "short" : Complexity > AdaptiveRules.ComplexQueries ? "complex" : "plain";

    private static bool IsContent(string word) =>
        !StopWords.Contains(word, TextLanguage.English, foldAccents: true) && !StopWords.Contains(word, TextLanguage.Portuguese, foldAccents: true);
}
