using System.Globalization;

namespace Perto.Benchmarks.Figures;

/// <summary>
/// The <c>--name value</c> pairs given to a figure. A figure takes the ones it knows; whatever is left when it has
/// finished was a mistake.
/// </summary>
internal sealed class FigureOptions
{
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public FigureOptions(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Count)
                throw new FigureOptionException($"options are '--name value' pairs; got '{arguments[i]}'");
            _given[arguments[i][2..]] = arguments[i + 1];
        }
    }

    /// <summary>A whole number, or <paramref name="fallback"/> where it was not given.</summary>
    public int Integer(string name, int fallback, int low, int high)
    {
        _known.Add(name);
        if (!_given.TryGetValue(name, out string? text))
            return fallback;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= low && value <= high)
            return value;
        throw new FigureOptionException($"--{name} must be a whole number in {low}..{high}; got '{text}'");
    }

    /// <summary>A text, or <paramref name="fallback"/> where it was not given.</summary>
    public string Text(string name, string fallback)
    {
        _known.Add(name);
        return _given.GetValueOrDefault(name, fallback);
    }

    /// <summary>Refuses options that the figure did not ask for. Called by a figure once it has read its options.</summary>
    public void RefuseOthers()
    {
        foreach (string name in _given.Keys)
        {
            if (!_known.Contains(name))
                throw new FigureOptionException($"--{name} is not an option of this figure; it has: {string.Join(", ", _known.Select(known => "--" + known))}");
        }
    }
}
