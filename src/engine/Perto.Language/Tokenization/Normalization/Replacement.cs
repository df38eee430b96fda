namespace Perto.Language;

/// <summary>Puts a text in the place of whatever fits a pattern; it counts as having come from the last character of that.</summary>
internal sealed class Replacement(ITextPattern pattern, string content) : ITextNormalizer
{
    public int Growth => Math.Max(1, content.Length);

    public void Normalize(AlignedSpan text, AlignedText into)
    {
        int at = 0;
        while (pattern.Find(text.Units, at, out int start, out int end))
        {
            into.Append(text[at..start]);
            into.Append(content, text.Origins[end - 1]);
            at = end;
        }

        into.Append(text[at..]);
    }
}
