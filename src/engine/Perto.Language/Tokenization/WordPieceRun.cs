using System.Text;

namespace Perto.Language;

/// <summary>One text on its way through WordPiece: the word that is being read, and the tokens found.</summary>
internal ref struct WordPieceRun
{
    private readonly BertCharacters _characters;
    private readonly PieceTrie _pieces;
    private readonly int _longestWord, _unknown;
    private readonly Span<int> _ids;
    private readonly Span<TextRange> _ranges;

    // The word as pieces are looked for, and where in the text each of its code units came from (empty when nobody asks).
    private readonly Span<char> _word;
    private readonly Span<TextRange> _origins;
    private int _units, _codePoints;
    private TextRange _whole;

    public WordPieceRun(BertCharacters characters, PieceTrie pieces, int longestWord, int unknown,
        Span<int> ids, Span<TextRange> ranges, Span<char> word, Span<TextRange> origins)
    {
        _characters = characters;
        _pieces = pieces;
        _longestWord = longestWord;
        _unknown = unknown;
        _ids = ids;
        _ranges = ranges;
        _word = word;
        _origins = origins;
    }

    /// <summary>How many tokens there are so far, those without room included.</summary>
    public int Count { get; private set; }

    /// <summary>Reads a part of the text that holds no kept token; words do not go on beyond it.</summary>
    public void Read(ReadOnlySpan<char> text, int offset)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (char.IsSurrogate(character))
            {
                // Half of a pair is what a decoder makes of it: U+FFFD.
                _ = Rune.DecodeFromUtf16(text[i..], out Rune rune, out int taken);
                ReadParts(rune.Value, new TextRange(offset + i, offset + i + taken));
                i += taken - 1;
                continue;
            }

            var origin = new TextRange(offset + i, offset + i + 1);
            switch (_characters.Look(character, out char becomes))
            {
                case CharacterKind.Letter:
                    Append(becomes, origin);
                    break;
                case CharacterKind.Space:
                    EndWord();
                    break;
                case CharacterKind.Alone:
                    EndWord();
                    Append(becomes, origin);
                    EndWord();
                    break;
                case CharacterKind.Several:
                    ReadParts(character, origin);
                    break;
            }
        }

        EndWord();
    }

    /// <summary>Adds a token that was found whole.</summary>
    public void Add(int id, TextRange range)
    {
        if (Count < _ids.Length)
            _ids[Count] = id;
        if (Count < _ranges.Length)
            _ranges[Count] = range;
        Count++;
    }

    private void ReadParts(int codePoint, TextRange origin)
    {
        Span<int> parts = stackalloc int[BertCharacters.MostParts];
        int count = _characters.Expand(codePoint, parts, out bool apart);
        if (apart)
            EndWord();
        foreach (int part in parts[..count])
        {
            var rune = new Rune(part);
            if (Rune.IsWhiteSpace(rune))
            {
                EndWord();
                continue;
            }

            bool alone = BertCharacters.IsPunctuation(part);
            if (alone)
                EndWord();
            Append(rune, origin);
            if (alone)
                EndWord();
        }

        if (apart)
            EndWord();
    }

    private void Append(Rune rune, TextRange origin)
    {
        if (!Counts(origin))
            return;
        int units = rune.EncodeToUtf16(_word[_units..]);
        if (!_origins.IsEmpty)
            _origins.Slice(_units, units).Fill(origin);
        _units += units;
    }

    private void Append(char character, TextRange origin)
    {
        if (!Counts(origin))
            return;
        if (!_origins.IsEmpty)
            _origins[_units] = origin;
        _word[_units++] = character;
    }

    // Counts a code point of the word; false when the word is already too long to be known.
    private bool Counts(TextRange origin)
    {
        _whole = _codePoints == 0 ? origin : _whole with { End = origin.End };
        return ++_codePoints <= _longestWord;
    }

    // Greedy: the longest piece that the rest of the word begins with, again and again. One piece missing makes the word unknown.
    private void EndWord()
    {
        if (_codePoints == 0)
            return;
        int before = Count;
        bool known = _codePoints <= _longestWord;
        int root = PieceTrie.Beginnings;
        for (int at = 0; known && at < _units;)
        {
            int length = _pieces.Longest(root, _word[at.._units], out int id);
            known = length > 0;
            if (known)
                Add(id, _origins.IsEmpty ? default : new TextRange(_origins[at].Start, _origins[at + length - 1].End));
            at += length;
            root = PieceTrie.Continuations;
        }

        if (!known)
        {
            Count = before;
            Add(_unknown, _whole);
        }
        _units = 0;
        _codePoints = 0;
    }
}
