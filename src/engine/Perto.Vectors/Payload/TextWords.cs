namespace Perto.Vectors;

/// <summary>
/// The words of a text: <c>foreach (ReadOnlySpan&lt;char&gt; word in new TextWords(text))</c>. A word is a maximal run of letters, digits
/// and marks (accents that follow their letter) of the folded text. All who count or compare words split with it.
/// </summary>
/// <param name="text">The text. Folding it allocates one string, and none where it is folded already.</param>
public ref struct TextWords(string text)
{
    private ReadOnlySpan<char> _rest = TextFolding.Fold(text);

    /// <summary>The word, folded. Good until the next is asked for.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Each word of a text once, in the order in which they stand.</summary>
    public static IReadOnlyList<string> Distinct(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        HashSet<string> seen = new(StringComparer.Ordinal);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        List<string> words = [];
        foreach (ReadOnlySpan<char> word in new TextWords(text))
        {
            if (lookup.Add(word) && lookup.TryGetValue(word, out string? added))
                words.Add(added);
        }
        return words;
    }

    /// <summary>So that it may stand in a loop.</summary>
    public readonly TextWords GetEnumerator() => this;

    /// <summary>Goes to the next word; <see langword="false"/> where there is none.</summary>
    public bool MoveNext()
    {
        int start = 0;
        while (start < _rest.Length && !TextFolding.IsWord(_rest, start, out int width))
            start += width;
        int end = start;
        while (end < _rest.Length && TextFolding.IsWord(_rest, end, out int width))
            end += width;
        Current = _rest[start..end];
        _rest = _rest[end..];
        return Current.Length > 0;
    }
}
