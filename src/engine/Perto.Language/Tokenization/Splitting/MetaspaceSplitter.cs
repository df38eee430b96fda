namespace Perto.Language;

/// <summary>
/// Writes spaces as a visible character, with which words begin (Kudo and Richardson, 2018: SentencePiece). Where the text begins, one
/// may be put before it.
/// </summary>
/// <param name="mark">The visible character, usually U+2581.</param>
/// <param name="prepend">Which words get one that do not begin with it.</param>
/// <param name="splits">Each mark begins a word; else the text stays whole.</param>
internal sealed class MetaspaceSplitter(char mark, MetaspacePrepend prepend, bool splits) : IWordSplitter
{
    public int Growth => 2;

    public void Split(AlignedSpan word, AlignedText into)
    {
        bool begins = prepend == MetaspacePrepend.Always || (prepend == MetaspacePrepend.First && word.Origins[0].Start == 0);
        if (begins && word.Units[0] != ' ' && word.Units[0] != mark)
            into.Append(mark, word.Origins[0]);

        for (int i = 0; i < word.Length; i++)
        {
            char unit = word.Units[i] == ' ' ? mark : word.Units[i];
            if (splits && unit == mark)
                into.EndWord();
            into.Append(unit, word.Origins[i]);
        }

        into.EndWord();
    }
}
