using System.Runtime.InteropServices;

namespace Perto.Language;

/// <summary>
/// What BM25 knows of a collection: how many texts it has, how long they are and how many have each term. Texts can be added and taken away,
/// and the statistics of parts can be merged. Not safe for writing by many threads.
/// </summary>
public sealed class CorpusStatistics
{
    private readonly Dictionary<uint, long> _frequencies = [];
    private double _length;

    /// <summary>How many texts were counted.</summary>
    public long Documents { get; private set; }

    /// <summary>How many different terms they have.</summary>
    public int Terms => _frequencies.Count;

    /// <summary>The mean length of a text; 1 where there is none, so that it can be divided by.</summary>
    public double AverageLength => Documents > 0 && _length > 0 ? _length / Documents : 1;

    /// <summary>How many texts have a term.</summary>
    public long FrequencyOf(uint term) => _frequencies.GetValueOrDefault(term);

    /// <summary>
    /// How rare a term is: <c>ln(1 + (N - n + 0.5) / (n + 0.5))</c> for n of N texts, the form that is never negative (Robertson and
    /// Zaragoza 2009, "The Probabilistic Relevance Framework", with the 1 that Lucene adds).
    /// </summary>
    public double InverseFrequencyOf(uint term)
    {
        long have = FrequencyOf(term);
        return Math.Log(1 + ((Documents - have + 0.5) / (have + 0.5)));
    }

    /// <summary>Counts a text.</summary>
    /// <param name="counts">How often each of its terms stands in it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="counts"/> is null.</exception>
    public void Add(TermVector counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Documents++;
        _length += counts.Sum();
        foreach (uint term in counts.Terms)
            CollectionsMarshal.GetValueRefOrAddDefault(_frequencies, term, out _)++;
    }

    /// <summary>Takes a text away that was counted before, with the same counts.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="counts"/> is null.</exception>
    /// <exception cref="ArgumentException">It cannot have been counted: one of its terms is in no text. Nothing is changed.</exception>
    public void Remove(TermVector counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (Documents == 0)
            throw new ArgumentException("No text was counted, so none can be taken away.", nameof(counts));
        foreach (uint term in counts.Terms)
        {
            if (!_frequencies.ContainsKey(term))
                throw new ArgumentException($"Term {term} is in no counted text; only a text that was added can be taken away.", nameof(counts));
        }
        Documents--;
        _length = Documents == 0 ? 0 : Math.Max(0, _length - counts.Sum());
        foreach (uint term in counts.Terms)
        {
            if (--CollectionsMarshal.GetValueRefOrAddDefault(_frequencies, term, out _) == 0)
                _frequencies.Remove(term);
        }
    }

    /// <summary>Adds the statistics of another part of the collection, which shares no text with this one.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public void Merge(CorpusStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach ((uint term, long frequency) in other._frequencies.ToArray())
            CollectionsMarshal.GetValueRefOrAddDefault(_frequencies, term, out _) += frequency;
        Documents += other.Documents;
        _length += other._length;
    }
}
