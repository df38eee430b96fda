using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Perto.Recommendations;

/// <summary>The parts of a score by name, in the order in which they were added. A page has a thousand of them, each some numbers that are read once: they are looked for one by one.</summary>
/// <param name="capacity">For how many there is room at first.</param>
[SuppressMessage("Naming", "CA1710", Justification = "What it is says more than how it is kept.")]
public sealed class ScoreParts(int capacity) : IReadOnlyDictionary<string, double>
{
    private string[] _names = new string[capacity];
    private double[] _values = new double[capacity];

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _names.Take(Count);

    /// <inheritdoc/>
    public IEnumerable<double> Values => _values.Take(Count);

    /// <inheritdoc/>
    public double this[string key] => TryGetValue(key, out double value) ? value : throw new KeyNotFoundException($"There is no part '{key}'");

    /// <summary>Adds a part under a name that has none yet.</summary>
    public void Add(string name, double value)
    {
        if (Count == _names.Length)
        {
            int room = Math.Max(4, 2 * Count);
            Array.Resize(ref _names, room);
            Array.Resize(ref _values, room);
        }
        _names[Count] = name;
        _values[Count++] = value;
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        for (int i = 0; i < Count; i++)
        {
            if (string.Equals(_names[i], key, StringComparison.Ordinal))
            {
                value = _values[i];
                return true;
            }
        }
        value = 0;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return KeyValuePair.Create(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
