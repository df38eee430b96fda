using System.Text;

namespace Perto.Language;

/// <summary>
/// Writes a word as the bytes of its UTF-8, each as one visible character, so that 256 tokens are enough for any text (Radford and
/// others, 2019: GPT-2, encoder.py, bytes_to_unicode).
/// </summary>
internal sealed class ByteLetters : IWordSplitter
{
    /// <summary>How a space is written.</summary>
    public const char Space = '\u0120';

    private static readonly char[] Letters = MakeLetters();

    public int Growth => 3;

    public void Split(AlignedSpan word, AlignedText into)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (int i = 0; i < word.Length;)
        {
            char unit = word.Units[i];
            if (char.IsAscii(unit))
            {
                into.Append(Letters[unit], word.Origins[i++]);
                continue;
            }

            _ = Rune.DecodeFromUtf16(word.Units[i..], out Rune rune, out int taken);
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
                into.Append(Letters[value], word.Origins[i]);
            i += taken;
        }

        into.EndWord();
    }

    // What is visible in Latin-1 stands for itself, the rest for the characters from U+0100 on.
    private static char[] MakeLetters()
    {
        var letters = new char[256];
        int next = 256;
        for (int value = 0; value < letters.Length; value++)
            letters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : (char)next++;
        return letters;
    }
}
