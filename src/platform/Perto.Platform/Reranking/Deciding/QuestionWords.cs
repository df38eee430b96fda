namespace Perto.Platform;

/// <summary>
/// Words of queries that likeness alone answers badly, in English and Portuguese, and of how they are counted. They are compared as whole words, in lower
/// case and without accents.
/// </summary>
internal static class QuestionWords
{
    /// <summary>A phrase, and the type of query that it makes.</summary>
    public static IReadOnlyList<(string Phrase, string QueryType)> Phrases { get; } =
    [
        ("how", "explanation"),
        ("why", "explanation"),
        ("como", "explanation"),
        ("por que", "explanation"),
        ("porque", "explanation"),
        ("what is the difference", "comparison"),
        ("what's the difference", "comparison"),
        ("what are the differences", "comparison"),
        ("compare", "comparison"),
        ("qual diferenca", "comparison"),
        ("qual a diferenca", "comparison"),
        ("qual e a diferenca", "comparison"),
        ("quais as diferencas", "comparison"),
        ("quais sao as diferencas", "comparison"),
        ("comparar", "comparison"),
    ];

    /// <summary>Words that begin another clause.</summary>
    public static IReadOnlySet<string> Clauses { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "and", "or", "but", "because", "while", "although", "though", "if", "when", "unless", "whereas", "since", "which", "who", "whose", "than",
        "e", "ou", "mas", "pois", "porque", "enquanto", "embora", "se", "quando", "porem", "entretanto", "cujo", "cuja", "que",
    };

    private static readonly string[][] PhraseWords = [.. Phrases.Select(phrase => phrase.Phrase.Split(' '))];

    /// <summary>The first phrase of <see cref="Phrases"/> that stands in a query; null where none does.</summary>
    /// <param name="words">The query's words, folded.</param>
    public static (string Phrase, string QueryType)? Find(IReadOnlyList<string> words)
    {
        for (int phrase = 0; phrase < PhraseWords.Length; phrase++)
        {
            for (int start = 0; start + PhraseWords[phrase].Length <= words.Count; start++)
            {
                if (StandsAt(words, start, PhraseWords[phrase]))
                    return Phrases[phrase];
            }
        }
        return null;
    }

    private static bool StandsAt(IReadOnlyList<string> words, int start, string[] phrase)
    {
        for (int i = 0; i < phrase.Length; i++)
        {
            if (words[start + i] != phrase[i])
                return false;
        }
        return true;
    }
}
