namespace Perto.Language;

/// <summary>
/// Texts in the composed normal form of Unicode (NFC, Unicode Standard Annex 15): texts that look and mean the same are the same. By tables of our own, so that it is
/// the same everywhere, whatever the host knows of cultures.
/// </summary>
public static class ComposedText
{
    private static readonly UnicodeNormalizer Normalizer = new(UnicodeForm.Nfc);
    private static readonly Spares<AlignedText> Spare = new();

    /// <summary>The composed form; half of a surrogate pair becomes U+FFFD. The text itself where it has the form already; n log n for n marks on one letter.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        AlignedText given = Spare.Rent(), composed = Spare.Rent();
        try
        {
            given.Clear();
            composed.Clear();
            given.Append(text, offset: 0);
            Normalizer.Normalize(given.Span, composed);
            ReadOnlySpan<char> units = composed.Span.Units;
            return units.SequenceEqual(text) ? text : units.ToString();
        }
        finally
        {
            given.Shrink();
            composed.Shrink();
            Spare.Return(given);
            Spare.Return(composed);
        }
    }
}
