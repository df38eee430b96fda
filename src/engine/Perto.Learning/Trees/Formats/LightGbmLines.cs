using System.Globalization;
using System.Numerics;

namespace Perto.Learning;

/// <summary>The <c>key=value</c> lines of one part of a LightGBM model: its head, or a tree.</summary>
internal sealed class LightGbmLines(int firstLine)
{
    private const int LongestQuote = 60;

    private readonly Dictionary<string, (string Value, int Line)> _values = new(StringComparer.Ordinal);

    public void Add(string text, int line)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        (string key, string value) = equals < 0 ? (text, "") : (text[..equals], text[(equals + 1)..]);
        if (!_values.TryAdd(key, (value, line)))
            throw new LightGbmFormatException(line, $"'{Quote(key)}' stands here for the second time; it stood in line {_values[key].Line}");
    }

    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>The line of a key, or the first of the part.</summary>
    public int LineOf(string key) => _values.TryGetValue(key, out (string, int Line) found) ? found.Line : firstLine;

    public string Text(string key) => _values.TryGetValue(key, out (string Value, int) found)
        ? found.Value
        : throw new LightGbmFormatException(firstLine, $"'{key}' is missing in the part that begins here");

    public string Text(string key, string fallback) => _values.TryGetValue(key, out (string Value, int) found) ? found.Value : fallback;

    public int Integer(string key, int low, int high)
    {
        string text = Text(key);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= low && value <= high
            ? value
            : throw new LightGbmFormatException(LineOf(key), $"{key} must be a whole number in {low}..{high}; got '{Quote(text)}'");
    }

    /// <summary>Numbers separated by blanks.</summary>
    /// <param name="key">Their key.</param>
    /// <param name="count">How many there must be.</param>
    public T[] Numbers<T>(string key, int count)
        where T : INumber<T>
    {
        string text = Text(key);
        List<T> numbers = [];
        foreach (Range range in text.AsSpan().Split(' '))
        {
            ReadOnlySpan<char> word = text.AsSpan(range);
            if (word.IsEmpty)
                continue;
            if (!T.TryParse(Spelled(word), NumberStyles.Float, CultureInfo.InvariantCulture, out T? number))
            {
                throw new LightGbmFormatException(
                    LineOf(key), $"{key} must be numbers of type {typeof(T).Name}; got '{Quote(word.ToString())}' as number {numbers.Count + 1}");
            }

            numbers.Add(number);
        }

        return numbers.Count == count
            ? [.. numbers]
            : throw new LightGbmFormatException(LineOf(key), $"{key} must be {count} numbers; got {numbers.Count}");
    }

    /// <summary>The same, or zeros where there is no such line.</summary>
    public T[] NumbersOrZeros<T>(string key, int count)
        where T : INumber<T> => Has(key) ? Numbers<T>(key, count) : new T[count];

    public static string Quote(string text) => text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote), "...");

    // Infinity is "inf" in these files: the threshold of a split that parts missing values alone from all others.
    private static ReadOnlySpan<char> Spelled(ReadOnlySpan<char> word) => word switch
    {
        "inf" => "Infinity",
        "-inf" => "-Infinity",
        _ => word,
    };
}
