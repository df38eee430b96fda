namespace Perto.Language;

/// <summary>Finds what fits a pattern in a text, one match after another in time linear in the text. Safe for use by several threads.</summary>
internal interface ITextPattern
{
    /// <summary>The first match at <paramref name="from"/> or after it, which is never empty; false when there is none.</summary>
    bool Find(ReadOnlySpan<char> text, int from, out int start, out int end);
}
