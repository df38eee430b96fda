using System.Runtime.CompilerServices;

namespace Perto.Streaming;

/// <summary>Who acts in the titles of a catalogue and who directed them, as numbers one after another: looking a name up costs a page more than all else that it asks of it.</summary>
internal sealed class TitlePeople
{
    private static readonly ConditionalWeakTable<Catalogue, TitlePeople> Known = [];

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly int[] _people;

    // For each title where its cast begins, and where its directors do.
    private readonly int[] _starts;

    private TitlePeople(Catalogue catalogue)
    {
        _starts = new int[(2 * catalogue.Titles.Count) + 1];
        var people = new List<int>();
        foreach (Title title in catalogue.Titles)
        {
            _starts[2 * title.Ordinal] = people.Count;
            people.AddRange(title.Cast.Select(Number));
            _starts[(2 * title.Ordinal) + 1] = people.Count;
            people.AddRange(title.Directors.Select(Number));
        }
        _starts[^1] = people.Count;
        _people = [.. people];
    }

    /// <summary>Those of a catalogue, made once.</summary>
    public static TitlePeople Of(Catalogue catalogue) => Known.GetValue(catalogue, static made => new TitlePeople(made));

    /// <summary>Who acts in a title.</summary>
    public ReadOnlySpan<int> Cast(Title title) => Between(2 * title.Ordinal);

    /// <summary>Who directed it.</summary>
    public ReadOnlySpan<int> Directors(Title title) => Between((2 * title.Ordinal) + 1);

    /// <summary>The same by the numbers of the names; names that no title has are left out.</summary>
    public Dictionary<int, double> ByNumber(IReadOnlyDictionary<string, double> names)
    {
        var found = new Dictionary<int, double>(names.Count);
        foreach ((string name, double value) in names)
        {
            if (_numbers.TryGetValue(name, out int number))
                found[number] = value;
        }
        return found;
    }

    private ReadOnlySpan<int> Between(int place) => _people.AsSpan(_starts[place].._starts[place + 1]);

    private int Number(string name)
    {
        if (!_numbers.TryGetValue(name, out int number))
            _numbers[name] = number = _numbers.Count;
        return number;
    }
}
