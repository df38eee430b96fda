namespace Perto.Testing;

/// <summary>An index of the double.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimension">How many values its vectors have.</param>
/// <param name="Metric"><c>cosine</c>, <c>dotproduct</c> or <c>euclidean</c>.</param>
/// <param name="Cloud">Where it is.</param>
/// <param name="Region">Where there.</param>
internal sealed record PineconeIndex(string Name, int Dimension, string Metric, string Cloud, string Region)
{
    /// <summary>Its namespaces. One comes with its first write and goes when all of it is deleted.</summary>
    public SortedDictionary<string, PineconeNamespace> Namespaces { get; } = new(StringComparer.Ordinal);

    /// <summary>How often it is described before it is ready.</summary>
    public int ReadyIn { get; set; }

    /// <summary>In the service's terms: the cosine, the inner product, or the square of the distance.</summary>
    public double Score(ReadOnlySpan<float> query, IReadOnlyDictionary<uint, float> sparse, PineconeRecord record)
    {
        double dot = 0, queries = 0, records = 0, squares = 0;
        for (int i = 0; i < query.Length; i++)
        {
            double x = query[i], y = record.Values[i];
            dot += x * y;
            queries += x * x;
            records += y * y;
            squares += (x - y) * (x - y);
        }
        return Metric switch
        {
            "cosine" => dot / Math.Sqrt(queries) / Math.Sqrt(records),
            "dotproduct" => dot + sparse.Sum(entry => (double)entry.Value * record.Sparse.GetValueOrDefault(entry.Key)),
            _ => squares,
        };
    }
}
