namespace Perto.Recommendations;

/// <summary>Documents, queries, and people's judgements of which documents answer which query: what retrieval is measured on.</summary>
public sealed record JudgedCollection
{
    /// <summary>The documents.</summary>
    public required IReadOnlyList<JudgedText> Documents { get; init; }

    /// <summary>The queries that have an answer.</summary>
    public required IReadOnlyList<JudgedText> Queries { get; init; }

    /// <summary>For each query the documents that answer it and how well, above 0.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<string, double>> Grades { get; init; }

    /// <summary>What was noticed while it was read, in words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Puts files together that were read.</summary>
    /// <param name="documents">All documents.</param>
    /// <param name="queries">All queries.</param>
    /// <param name="judgements">All judgements; a pair that is judged twice has the last.</param>
    /// <param name="file">The name of the file of judgements, for messages.</param>
    /// <exception cref="DataFileException">A judgement is of a query that there is not, or no document is judged to answer any.</exception>
    public static JudgedCollection Of(IReadOnlyList<JudgedText> documents, IReadOnlyList<JudgedText> queries, IReadOnlyList<Judgement> judgements, string file)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(judgements);
        List<string> notes = [];
        Dictionary<string, int> places = Places(queries, judgements, file, notes);
        Dictionary<string, double>[] grades = [.. queries.Select(_ => new Dictionary<string, double>(StringComparer.Ordinal))];
        foreach (Judgement judgement in judgements)
            grades[places[judgement.Query]][judgement.Document] = judgement.Grade;

        HashSet<string> known = [.. documents.Select(document => document.Id)];
        int[] answered = [.. Enumerable.Range(0, queries.Count).Where(query => grades[query].Values.Any(grade => grade > 0))];
        int missing = answered.Sum(query => grades[query].Count(grade => grade.Value > 0 && !known.Contains(grade.Key)));
        if (answered.Sum(query => grades[query].Count(grade => grade.Value > 0)) == missing)
            throw new DataFileException(file, judgements.Count > 0 ? judgements[^1].Line : 1, "document", judgements.Count > 0 ? judgements[^1].Document : "", "in the corpus and judged above 0, at least once");
        if (missing > 0)
            notes.Add($"{missing:N0} answers are not in the corpus and count as not found");
        if (answered.Length < queries.Count)
            notes.Add($"{queries.Count - answered.Length:N0} queries have no answer and are left out");
        return new JudgedCollection
        {
            Documents = documents,
            Queries = [.. answered.Select(query => queries[query])],
            Grades = [.. answered.Select(query => grades[query].Where(grade => grade.Value > 0).ToDictionary(StringComparer.Ordinal))],
            Notes = notes,
        };
    }

    // Cranfield's judgements number the queries by their place in the file, whatever ids stand there.
    private static Dictionary<string, int> Places(IReadOnlyList<JudgedText> queries, IReadOnlyList<Judgement> judgements, string file, List<string> notes)
    {
        var byId = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < queries.Count; i++)
            byId[queries[i].Id] = i;
        if (judgements.FirstOrDefault(judgement => !byId.ContainsKey(judgement.Query)) is not { } unknown)
            return byId;
        Dictionary<string, int> byPlace = Enumerable.Range(0, queries.Count).ToDictionary(i => $"{i + 1}", i => i, StringComparer.Ordinal);
        if (!judgements.All(judgement => byPlace.ContainsKey(judgement.Query)))
            throw new DataFileException(file, unknown.Line, "query", unknown.Query, $"one of the {queries.Count:N0} queries");
        notes.Add("the judgements number the queries by their place in the file");
        return byPlace;
    }
}
