namespace Perto.Testing;

/// <summary>Vectors that doubles of embedding models make: the same for the same text, another for another one, of length 1.</summary>
public static class MadeVectors
{
    /// <summary>The vector of a text.</summary>
    public static float[] Of(string text, int dimensions)
    {
        ArgumentNullException.ThrowIfNull(text);
        uint seed = 2_166_136_261;
        foreach (char c in text)
            seed = (seed ^ c) * 16_777_619;
        double[] vector = [.. Enumerable.Range(1, dimensions).Select(i => Math.Sin(seed * 1e-6 * i))];
        double length = Math.Sqrt(vector.Sum(x => x * x));
        return [.. vector.Select(x => (float)(x / length))];
    }

    /// <summary>How many words a text has: what doubles count as tokens.</summary>
    public static int Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    /// <summary>The share of the words of a query that a document has, 0 to 1: what doubles judge by.</summary>
    public static double Relevance(string query, string document)
    {
        ArgumentNullException.ThrowIfNull(query);
        string[] words = query.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        HashSet<string> there = [.. document.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return words.Length == 0 ? 0 : (double)words.Count(there.Contains) / words.Length;
    }
}
