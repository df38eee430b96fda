namespace Perto.Language;

/// <summary>Leaves white space at the ends of a text out.</summary>
internal sealed class SpaceTrimmer(bool left, bool right) : ITextNormalizer
{
    public int Growth => 1;

    public void Normalize(AlignedSpan text, AlignedText into)
    {
        int start = left ? text.Length - text.Units.TrimStart().Length : 0;
        int end = right ? text.Units.TrimEnd().Length : text.Length;
        if (start < end)
            into.Append(text[start..end]);
    }
}
