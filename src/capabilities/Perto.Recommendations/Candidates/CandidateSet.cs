using System.Runtime.InteropServices;

namespace Perto.Recommendations;

/// <summary>
/// The candidates of one request, each once, with the score that every source gave it. Columns instead of objects: a request
/// has about 500 candidates and shows 20, so what only a shown title needs is made for shown titles alone.
/// </summary>
public sealed class CandidateSet<TItem>
    where TItem : class, ICatalogueItem
{
    private readonly Dictionary<int, int> _indexByOrdinal;
    private readonly float[][] _raw;
    private readonly float[][] _normalised;
    private readonly TItem?[][] _because;
    private readonly Dictionary<int, (double Propensity, int Source)> _drawn = [];
    private TItem[] _items;

    internal CandidateSet(IReadOnlyList<string> sourceNames, int capacity)
    {
        SourceNames = sourceNames;
        _indexByOrdinal = new Dictionary<int, int>(capacity);
        _items = new TItem[capacity];
        _raw = NewColumns<float>(sourceNames.Count, capacity);
        _normalised = NewColumns<float>(sourceNames.Count, capacity);
        _because = NewColumns<TItem?>(sourceNames.Count, capacity);
        foreach (float[] column in _raw)
            column.AsSpan().Fill(float.NaN);
    }

    /// <summary>Names of the sources, in the order of the plan.</summary>
    public IReadOnlyList<string> SourceNames { get; }

    /// <summary>How many candidates there are.</summary>
    public int Count { get; private set; }

    /// <summary>The candidates in numbers; null when nobody describes them, or the description failed.</summary>
    public FeatureTable? Features { get; internal set; }

    /// <summary>The item at <paramref name="candidate"/> (0..Count-1).</summary>
    public TItem this[int candidate] => _items[candidate];

    /// <summary>Whether the candidate came (also) from the source.</summary>
    public bool IsFrom(int source, int candidate) => !float.IsNaN(_raw[source][candidate]);

    /// <summary>The score that the source gave, on the source's own scale; NaN when it did not find the candidate.</summary>
    public float RawScore(int source, int candidate) => _raw[source][candidate];

    /// <summary>
    /// The source's score on 0..1, best of this request = 1; 0 when the source did not find the candidate. The worst score of
    /// a source stays above 0, so that having been found always counts.
    /// </summary>
    public float NormalisedScore(int source, int candidate) => _normalised[source][candidate];

    /// <summary>The item from which the source found the candidate, if it says so.</summary>
    public TItem? Because(int source, int candidate) => _because[source][candidate];

    /// <summary>The probability with which a source drew the candidate; null when none did.</summary>
    public double? Propensity(int candidate) => _drawn.TryGetValue(candidate, out (double Propensity, int Source) drawn) ? drawn.Propensity : null;

    /// <summary>The candidates that a source drew, in the order of the draws.</summary>
    internal IEnumerable<int> Drawn => _drawn.Keys;

    /// <summary>The source that drew the candidate; null when none did.</summary>
    internal int? DrawnBy(int candidate) => _drawn.TryGetValue(candidate, out (double Propensity, int Source) drawn) ? drawn.Source : null;

    /// <summary>Position of a source by its name, or -1.</summary>
    public int SourceIndex(string name)
    {
        for (int source = 0; source < SourceNames.Count; source++)
        {
            if (string.Equals(SourceNames[source], name, StringComparison.Ordinal))
                return source;
        }

        return -1;
    }

    internal void Add(int source, IReadOnlyList<Scored<TItem>> found)
    {
        (float low, float high) = Range(found);
        // The floor keeps the worst of a source distinguishable from "not found".
        float scale = high > low ? 0.9f / (high - low) : 0f;
        foreach (Scored<TItem> scored in found)
        {
            if (!float.IsFinite(scored.Score))
                continue;
            int candidate = IndexOf(scored.Item);
            if (scored.Propensity is { } propensity)
                _drawn[candidate] = (propensity, source);
            if (IsFrom(source, candidate) && _raw[source][candidate] >= scored.Score)
                continue;
            _raw[source][candidate] = scored.Score;
            _normalised[source][candidate] = scale > 0f ? 0.1f + ((scored.Score - low) * scale) : 1f;
            _because[source][candidate] = scored.Because;
        }
    }

    private static (float Low, float High) Range(IReadOnlyList<Scored<TItem>> found)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        foreach (Scored<TItem> scored in found)
        {
            if (!float.IsFinite(scored.Score))
                continue;
            low = Math.Min(low, scored.Score);
            high = Math.Max(high, scored.Score);
        }

        return (low, high);
    }

    private static T[][] NewColumns<T>(int columns, int rows)
    {
        var made = new T[columns][];
        for (int column = 0; column < columns; column++)
            made[column] = new T[rows];
        return made;
    }

    private int IndexOf(TItem item)
    {
        ref int slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexByOrdinal, item.Ordinal, out bool known);
        if (known)
            return slot;
        if (Count == _items.Length)
            Grow();
        _items[Count] = item;
        slot = Count;
        return Count++;
    }

    // Only a source that gives more than it was asked for gets here.
    private void Grow()
    {
        int capacity = Math.Max(16, Count * 2);
        Array.Resize(ref _items, capacity);
        for (int source = 0; source < SourceNames.Count; source++)
        {
            Array.Resize(ref _raw[source], capacity);
            _raw[source].AsSpan(Count).Fill(float.NaN);
            Array.Resize(ref _normalised[source], capacity);
            Array.Resize(ref _because[source], capacity);
        }
    }
}
