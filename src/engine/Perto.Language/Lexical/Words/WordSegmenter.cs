using System.Buffers;
using System.Text;

namespace Perto.Language;

/// <summary>
/// Finds the words of a text, as Unicode's word boundaries (UAX 29) do but for search: letters, marks and digits that stand together are a
/// word; an apostrophe between letters and a point or comma between digits are inside it; a run of Chinese, Japanese or Korean becomes its
/// overlapping pairs, which find a word of it without a dictionary. Everything else, lone surrogates too, is between words.
/// </summary>
/// <param name="text">Any text.</param>
public ref struct WordSegmenter(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _next;

    // The second character of the last pair, where the next pair begins; -1: no pair came before.
    private int _pairFrom = -1;

    /// <summary>Where the word begins in the text.</summary>
    public int Start { get; private set; }

    /// <summary>How many UTF-16 units it has: 1 or more.</summary>
    public int Length { get; private set; }

    /// <summary>The word as it stands in the text.</summary>
    public readonly ReadOnlySpan<char> Current => _text.Slice(Start, Length);

    /// <summary>For <c>foreach</c>.</summary>
    public readonly WordSegmenter GetEnumerator() => this;

    /// <summary>Goes on to the next word; false where there is none.</summary>
    public bool MoveNext()
    {
        if (_pairFrom >= 0)
        {
            int from = _pairFrom;
            _pairFrom = -1;
            if (TryPair(from, alone: false))
                return true;
        }
        while (_next < _text.Length)
        {
            int from = _next;
            switch (ScriptAt(from, out int width))
            {
                case WordScript.Ideograph:
                    TryPair(from, alone: true);
                    return true;
                case WordScript.Break:
                    _next += width;
                    break;
                default:
                    _next += width;
                    ReadWord();
                    Start = from;
                    Length = _next - from;
                    return true;
            }
        }
        return false;
    }

    // A character that only ended the pair before is no word of its own; one that stands alone is.
    private bool TryPair(int from, bool alone)
    {
        ScriptAt(from, out int width);
        int second = from + width;
        int secondWidth = 0;
        bool pair = second < _text.Length && ScriptAt(second, out secondWidth) == WordScript.Ideograph;
        _pairFrom = pair ? second : -1;
        _next = pair ? second + secondWidth : second;
        Start = from;
        Length = _next - from;
        return pair || alone;
    }

    private void ReadWord()
    {
        while (_next < _text.Length)
        {
            WordScript script = ScriptAt(_next, out int width);
            if (script == WordScript.Break)
            {
                // What is inside a word only between two of its kind.
                WordScript around = _text[_next] switch
                {
                    '\'' or '\u2019' => WordScript.Letter,
                    '.' or ',' => WordScript.Digit,
                    _ => WordScript.Break,
                };
                if (around == WordScript.Break || _next + 1 >= _text.Length || LastScript() != around || ScriptAt(_next + 1, out int after) != around)
                    return;
                width += after;
            }
            else if (script == WordScript.Ideograph)
            {
                return;
            }
            _next += width;
        }
    }

    private readonly WordScript LastScript() =>
        Rune.DecodeLastFromUtf16(_text[.._next], out Rune rune, out _) == OperationStatus.Done ? WordScripts.Of(rune) : WordScript.Break;

    private readonly WordScript ScriptAt(int index, out int width) =>
        Rune.DecodeFromUtf16(_text[index..], out Rune rune, out width) == OperationStatus.Done ? WordScripts.Of(rune) : WordScript.Break;
}
