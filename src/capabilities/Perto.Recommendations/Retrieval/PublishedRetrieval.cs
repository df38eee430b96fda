namespace Perto.Recommendations;

/// <summary>Figures that others reached on collections that are known by their size and by judgements that only they have.</summary>
/// <param name="Protocol">The data and the protocol.</param>
/// <param name="Source">What reached them.</param>
/// <param name="Rows">The figures.</param>
public sealed record PublishedRetrieval(string Protocol, string Source, IReadOnlyList<PublishedRow> Rows)
{
    private static readonly PublishedRetrieval Cranfield = new(
        "Cranfield",
        "BM25 with k1 1.5, b 0.75, stems and stop words",
        [new("BM25", "ndcg", 10, 0.395), new("BM25", "recall", 100, 0.753)]);

    /// <summary>The figures of a collection; null where they are not known.</summary>
    public static PublishedRetrieval? Of(JudgedCollection collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        return (collection.Documents.Count, collection.Queries.Count) switch
        {
            (1_400, >= 220 and <= 225) when Answers(collection, 0, "184", "29", "31") => Cranfield,
            _ => null,
        };
    }

    private static bool Answers(JudgedCollection collection, int query, params ReadOnlySpan<string> documents)
    {
        foreach (string document in documents)
        {
            if (!collection.Grades[query].ContainsKey(document))
                return false;
        }
        return true;
    }
}
