namespace Perto.Language;

/// <summary>A word while a stemmer works at its end.</summary>
internal ref struct StemBuffer(Span<char> letters, int length)
{
    private readonly Span<char> _letters = letters;

    public int Length { get; private set; } = length;

    public readonly ReadOnlySpan<char> Word => _letters[..Length];

    public readonly char this[int index]
    {
        get => _letters[index];
        set => _letters[index] = value;
    }

    /// <summary>The letter before position <paramref name="index"/>, or 0 at the beginning of the word.</summary>
    public readonly char Before(int index) => index > 0 ? _letters[index - 1] : '\0';

    public readonly bool EndsWith(string suffix) => Word.EndsWith(suffix, StringComparison.Ordinal);

    /// <summary>The longest ending that the word has and that begins at <paramref name="from"/> or later.</summary>
    /// <param name="endings">Longest first.</param>
    /// <param name="ending">The one found.</param>
    /// <param name="from">Where the region begins in which endings are looked for.</param>
    public readonly bool TryFind(WordEnding[] endings, out WordEnding ending, int from = 0)
    {
        foreach (WordEnding one in endings)
        {
            if (Length - one.Suffix.Length >= from && EndsWith(one.Suffix))
            {
                ending = one;
                return true;
            }
        }
        ending = default;
        return false;
    }

    /// <summary>Takes the last <paramref name="count"/> letters away.</summary>
    public void Drop(int count) => Length -= count;

    /// <summary>Takes <paramref name="suffix"/> away if the word ends with it and it begins at <paramref name="from"/> or later.</summary>
    public bool TryDrop(string suffix, int from)
    {
        if (Length - suffix.Length < from || !EndsWith(suffix))
            return false;
        Drop(suffix.Length);
        return true;
    }

    public void Append(char letter) => _letters[Length++] = letter;

    public void Replace(WordEnding ending)
    {
        Drop(ending.Suffix.Length);
        ending.Replacement.CopyTo(_letters[Length..]);
        Length += ending.Replacement.Length;
    }
}
