using System.Text;

namespace Perto.Language;

/// <summary>
/// Byte-pair encoding (Sennrich, Haddow and Birch, 2016): a word is its characters, of which two neighbours at a time become one, always
/// those that were merged first in training and of these the leftmost. A word of n characters takes n log n steps.
/// </summary>
internal sealed class BytePairModel : IPieceModel
{
    // A word of few pieces costs less without a queue.
    private const int FewPieces = 24;
    private const int None = WordPieces.None;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly Dictionary<long, int> _ranks = [];
    private readonly int[] _merged;
    private readonly BytePairSettings _settings;
    private readonly int _longestToken;
    private readonly Spares<WordPieces> _spares = new();

    /// <param name="ids">The tokens.</param>
    /// <param name="merges">Pairs of ids and the id of what they become, the first merged first; of the same pair the last one counts.</param>
    /// <param name="settings">How words are seen.</param>
    public BytePairModel(Dictionary<string, int> ids, IReadOnlyList<(int Left, int Right, int Merged)> merges, BytePairSettings settings)
    {
        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _settings = settings;
        _merged = [.. merges.Select(merge => merge.Merged)];
        for (int rank = 0; rank < merges.Count; rank++)
            _ranks[Pair(merges[rank].Left, merges[rank].Right)] = rank;
        _longestToken = ids.Keys.Select(token => token.Length).DefaultIfEmpty().Max();
    }

    public void Cut(AlignedSpan word, ref TokenWriter tokens)
    {
        if (_settings.IgnoresMerges && word.Length <= _longestToken && _ids.TryGetValue(word.Units, out int whole))
        {
            tokens.Add(whole, word.Origin);
            return;
        }

        WordPieces pieces = _spares.Rent();
        pieces.Clear();
        Begin(word.Units, pieces);
        if (pieces.Span.Length <= FewPieces)
            MergeFew(pieces);
        else
            MergeMany(pieces);
        for (int at = pieces.Span.IsEmpty ? None : 0; at != None; at = pieces.Span[at].Next)
        {
            ref readonly WordPiece piece = ref pieces.Span[at];
            tokens.Add(piece.Id, word[piece.Start..piece.End].Origin);
        }

        if (pieces.IsSmall)
            _spares.Return(pieces);
    }

    // A piece a character, or what is known of it.
    private void Begin(ReadOnlySpan<char> units, WordPieces pieces)
    {
        int longest = 2 + _settings.ContinuationPrefix.Length + _settings.EndSuffix.Length;
        Span<char> token = longest <= 256 ? stackalloc char[longest] : new char[longest];
        TextRange? unknown = null;
        for (int start = 0, end; start < units.Length; start = end)
        {
            end = start + (char.IsHighSurrogate(units[start]) ? 2 : 1);
            ReadOnlySpan<char> character = Dress(units[start..end], start > 0, end == units.Length, token);
            if (_ids.TryGetValue(character, out int id))
            {
                AddUnknown(unknown, pieces);
                unknown = null;
                pieces.Add(id, start, end);
            }
            else if (!TryAddBytes(character, start, end, pieces))
            {
                // An unknown character before bytes comes after them: so it is in the reference, which only models meet that have
                // some of the bytes and not all.
                if (unknown is { } before && _settings.FusesUnknown)
                {
                    unknown = before with { End = end };
                    continue;
                }

                AddUnknown(unknown, pieces);
                unknown = new TextRange(start, end);
            }
        }

        AddUnknown(unknown, pieces);
    }

    private void AddUnknown(TextRange? unknown, WordPieces pieces)
    {
        if (unknown is { } range && _settings.UnknownId is { } id)
            pieces.Add(id, range.Start, range.End);
    }

    private ReadOnlySpan<char> Dress(ReadOnlySpan<char> character, bool goesOn, bool isLast, Span<char> token)
    {
        string prefix = goesOn ? _settings.ContinuationPrefix : "";
        string suffix = isLast ? _settings.EndSuffix : "";
        if (prefix.Length + suffix.Length == 0)
            return character;
        prefix.CopyTo(token);
        character.CopyTo(token[prefix.Length..]);
        suffix.CopyTo(token[(prefix.Length + character.Length)..]);
        return token[..(prefix.Length + character.Length + suffix.Length)];
    }

    private bool TryAddBytes(ReadOnlySpan<char> character, int start, int end, WordPieces pieces)
    {
        if (_settings.ByteIds is not { } byteIds)
            return false;
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in character.EnumerateRunes())
        {
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                if (byteIds[value] is null)
                    return false;
            }
        }

        foreach (Rune rune in character.EnumerateRunes())
        {
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
                pieces.Add(byteIds[value]!.Value, start, end);
        }

        return true;
    }

    // Looks at all pairs again for each merge.
    private void MergeFew(WordPieces word)
    {
        Span<WordPiece> pieces = word.Span;
        while (pieces.Length > 1)
        {
            int best = None, bestRank = int.MaxValue;
            for (int at = 0; pieces[at].Next != None; at = pieces[at].Next)
            {
                if (TryGetRank(pieces, at, out int rank) && rank < bestRank)
                {
                    best = at;
                    bestRank = rank;
                }
            }

            if (best == None)
                return;
            word.Merge(best, _merged[bestRank]);
        }
    }

    private void MergeMany(WordPieces word)
    {
        Span<WordPiece> pieces = word.Span;
        MergeQueue queue = word.Queue;
        for (int at = 0; pieces[at].Next != None; at = pieces[at].Next)
            Offer(pieces, at, queue);
        while (queue.TryTake(out int rank, out int at))
        {
            // A pair that was offered may be gone since, or be another one.
            if (pieces[at].IsGone || pieces[at].Next == None || !TryGetRank(pieces, at, out int now) || _merged[now] != _merged[rank])
                continue;
            word.Merge(at, _merged[rank]);
            if (pieces[at].Previous != None)
                Offer(pieces, pieces[at].Previous, queue);
            if (pieces[at].Next != None)
                Offer(pieces, at, queue);
        }
    }

    private void Offer(Span<WordPiece> pieces, int at, MergeQueue queue)
    {
        if (TryGetRank(pieces, at, out int rank))
            queue.Add(rank, at);
    }

    private bool TryGetRank(Span<WordPiece> pieces, int at, out int rank) =>
        _ranks.TryGetValue(Pair(pieces[at].Id, pieces[pieces[at].Next].Id), out rank);

    private static long Pair(int left, int right) => ((long)left << 32) | (uint)right;
}
