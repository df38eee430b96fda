namespace Perto.Language;

/// <summary>Puts a text before one that is not empty; it counts as part of the first character.</summary>
internal sealed class Prefix(string prefix) : ITextNormalizer
{
    public int Growth => 1 + prefix.Length;

    public void Normalize(AlignedSpan text, AlignedText into)
    {
        if (text.Length == 0)
            return;
        into.Append(prefix, text.Origins[0]);
        into.Append(text);
    }
}
