using System.Text;

namespace Perto.Language;

/// <summary>
/// A text on its way to a model: its code units, where in the original text each of them came from, and how it is cut into words. It is
/// whole characters only: half of a surrogate pair becomes U+FFFD. Used again and again, so that it need not grow.
/// </summary>
internal sealed class AlignedText
{
    private const int KeptLength = Spares<AlignedText>.MostKept;

    private char[] _units = new char[256];
    private TextRange[] _origins = new TextRange[256];
    private int[] _ends = new int[64];

    /// <summary>How many code units there are.</summary>
    public int Length { get; private set; }

    /// <summary>How many words were ended.</summary>
    public int WordCount { get; private set; }

    /// <summary>All of it, its words put aside.</summary>
    public AlignedSpan Span => new(_units.AsSpan(0, Length), _origins.AsSpan(0, Length));

    /// <summary>A word, from 0.</summary>
    public AlignedSpan Word(int index)
    {
        int start = index == 0 ? 0 : _ends[index - 1];
        return Span[start.._ends[index]];
    }

    /// <summary>Begins anew, with nothing.</summary>
    public void Clear()
    {
        Length = 0;
        WordCount = 0;
    }

    /// <summary>Gives memory back that only an uncommonly long text has needed.</summary>
    public void Shrink()
    {
        if (_units.Length > KeptLength)
        {
            _units = new char[KeptLength];
            _origins = new TextRange[KeptLength];
        }
        if (_ends.Length > KeptLength)
            _ends = new int[KeptLength];
    }

    /// <summary>Adds a part of an original text that begins there at <paramref name="offset"/>.</summary>
    public void Append(ReadOnlySpan<char> text, int offset)
    {
        Reserve(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char unit = text[i];
            if (!char.IsSurrogate(unit))
            {
                Put(unit, new TextRange(offset + i, offset + i + 1));
                continue;
            }

            _ = Rune.DecodeFromUtf16(text[i..], out Rune rune, out int taken);
            Append(rune, new TextRange(offset + i, offset + i + taken));
            i += taken - 1;
        }
    }

    /// <summary>Adds a part of another text as it is.</summary>
    public void Append(AlignedSpan part)
    {
        Reserve(part.Length);
        part.Units.CopyTo(_units.AsSpan(Length));
        part.Origins.CopyTo(_origins.AsSpan(Length));
        Length += part.Length;
    }

    /// <summary>Adds a code unit that is a character by itself.</summary>
    public void Append(char unit, TextRange origin)
    {
        Reserve(1);
        Put(unit, origin);
    }

    /// <summary>Adds a character.</summary>
    public void Append(Rune rune, TextRange origin)
    {
        Reserve(2);
        int units = rune.EncodeToUtf16(_units.AsSpan(Length));
        _origins.AsSpan(Length, units).Fill(origin);
        Length += units;
    }

    /// <summary>Adds a text that came out of one place.</summary>
    public void Append(string text, TextRange origin)
    {
        Reserve(text.Length);
        text.CopyTo(_units.AsSpan(Length));
        _origins.AsSpan(Length, text.Length).Fill(origin);
        Length += text.Length;
    }

    /// <summary>Ends a word with what was added last; without anything added since the last word there is none.</summary>
    public void EndWord()
    {
        if (Length == (WordCount == 0 ? 0 : _ends[WordCount - 1]))
            return;
        if (WordCount == _ends.Length)
            Array.Resize(ref _ends, 2 * WordCount);
        _ends[WordCount++] = Length;
    }

    private void Put(char unit, TextRange origin)
    {
        _units[Length] = unit;
        _origins[Length++] = origin;
    }

    private void Reserve(int more)
    {
        if (more <= _units.Length - Length)
            return;
        int capacity = Math.Max(checked(Length + more), (int)Math.Min(2L * _units.Length, Array.MaxLength));
        Array.Resize(ref _units, capacity);
        Array.Resize(ref _origins, capacity);
    }
}
