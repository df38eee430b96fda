namespace Perto.Language;

/// <summary>Puts a space before a word that does not begin with one; it counts as part of the first character.</summary>
internal sealed class SpacePrefixer : IWordSplitter
{
    public int Growth => 2;

    public void Split(AlignedSpan word, AlignedText into)
    {
        if (word.Units[0] != ' ')
            into.Append(' ', word.Origins[0]);
        into.Append(word);
        into.EndWord();
    }
}
