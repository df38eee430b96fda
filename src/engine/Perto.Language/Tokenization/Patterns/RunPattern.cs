using System.Text;

namespace Perto.Language;

/// <summary>So many characters of one kind in a row.</summary>
/// <param name="kind">Which characters.</param>
/// <param name="least">How many at least.</param>
/// <param name="most">How many at most; what is more begins the next match.</param>
internal sealed class RunPattern(Func<Rune, bool> kind, int least, int most) : ITextPattern
{
    public bool Find(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (start = from; start < text.Length;)
        {
            end = start;
            int count = 0;
            for (int units = 0; count < most && end < text.Length && kind(At(text, end, out units)); end += units)
                count++;
            if (count >= least)
                return true;
            // Fewer than that: none of them begins a match, nor does what came after them.
            start = end;
            if (start < text.Length)
            {
                _ = At(text, start, out int units);
                start += units;
            }
        }

        end = start;
        return false;
    }

    private static Rune At(ReadOnlySpan<char> text, int at, out int units)
    {
        _ = Rune.DecodeFromUtf16(text[at..], out Rune rune, out units);
        return rune;
    }
}
