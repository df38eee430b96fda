using System.Globalization;
using Perto.Numerics;

namespace Perto.Recommendations;

/// <summary>Where a parameter is searched.</summary>
internal sealed class SearchRange
{
    private readonly double _low;
    private readonly double _high;
    private readonly IReadOnlyList<string> _choices;

    private SearchRange(string name, double low, double high, IReadOnlyList<string> choices)
    {
        Name = name;
        _low = low;
        _high = high;
        _choices = choices;
    }

    /// <summary>The parameter.</summary>
    public string Name { get; }

    /// <summary>Numbers that differ by factors.</summary>
    public static SearchRange Logarithmic(string name, double low, double high) => new(name, Math.Log(low), Math.Log(high), []);

    /// <summary>Some values.</summary>
    public static SearchRange Among(string name, params IReadOnlyList<string> choices) => new(name, 0, choices.Count - 1, choices);

    /// <summary>Any value.</summary>
    public string Draw(SeededRandom random) =>
        _choices.Count > 0 ? _choices[random.Next(_choices.Count)] : Written(_low + ((_high - _low) * random.NextDouble()));

    /// <summary>A value beside one that did well: within a part of the range, or the same or the next choice.</summary>
    public string Near(string value, double part, SeededRandom random)
    {
        if (_choices.Count > 0)
        {
            int step = random.Next(5) switch { 0 => -1, 1 => 1, _ => 0 };
            return _choices[Math.Clamp(IndexOf(value) + step, 0, _choices.Count - 1)];
        }

        double moved = Math.Log(double.Parse(value, CultureInfo.InvariantCulture)) + (part * (_high - _low) * ((2 * random.NextDouble()) - 1));
        return Written(Math.Clamp(moved, _low, _high));
    }

    /// <summary>In words.</summary>
    public override string ToString() => _choices.Count > 0
        ? $"{Name} {string.Join(", ", _choices)}"
        : $"{Name} {Written(_low)} to {Written(_high)}";

    // Three digits: more are not what decides, and are hard to read.
    private static string Written(double logarithm)
    {
        double unit = Math.Pow(10, Math.Floor(logarithm / Math.Log(10)) - 2);
        return (Math.Round(Math.Exp(logarithm) / unit) * unit).ToString("0.##########", CultureInfo.InvariantCulture);
    }

    private int IndexOf(string value)
    {
        for (int i = 0; i < _choices.Count; i++)
        {
            if (_choices[i] == value)
                return i;
        }

        return 0;
    }
}
