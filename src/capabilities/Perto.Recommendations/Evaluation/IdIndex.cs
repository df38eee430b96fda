namespace Perto.Recommendations;

/// <summary>Gives ids numbers in the order in which they are first seen, because models work with numbers.</summary>
public sealed class IdIndex
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _ids = [];

    /// <summary>How many ids there are.</summary>
    public int Count => _ids.Count;

    /// <summary>The id of a number.</summary>
    public string this[int number] => _ids[number];

    /// <summary>The number of an id; a new id gets the next one.</summary>
    public int Add(ReadOnlySpan<char> id)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(id, out int number))
            return number;
        string text = id.ToString();
        _numbers.Add(text, _ids.Count);
        _ids.Add(text);
        return _ids.Count - 1;
    }

    /// <summary>The number of an id that is known.</summary>
    public bool TryGet(string id, out int number) => _numbers.TryGetValue(id, out number);
}
