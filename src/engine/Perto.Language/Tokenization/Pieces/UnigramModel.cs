using System.Runtime.InteropServices;
using System.Text;

namespace Perto.Language;

/// <summary>
/// The unigram language model of SentencePiece (Kudo, 2018): of all ways to cut a word into pieces the one whose scores add up to most,
/// found by dynamic programming over its characters; linear in the word for a given vocabulary.
/// </summary>
internal sealed class UnigramModel : IPieceModel
{
    private const double UnknownPenalty = 10;
    private const int Nowhere = -1;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly PieceTrie _pieces;
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int _unknown;
    private readonly IReadOnlyList<int?>? _byteIds;
    private readonly Spares<List<Node>> _spares = new();

    /// <param name="ids">The tokens; of the same token twice the last one.</param>
    /// <param name="scores">The score of each id.</param>
    /// <param name="unknown">Id of the token for characters that no other has.</param>
    /// <param name="byteIds">The tokens of the 256 bytes, by which unknown characters are written; null for never.</param>
    public UnigramModel(Dictionary<string, int> ids, double[] scores, int unknown, IReadOnlyList<int?>? byteIds)
    {
        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _pieces = new PieceTrie(ids);
        _scores = scores;
        _unknownScore = scores.Min() - UnknownPenalty;
        _unknown = unknown;
        _byteIds = byteIds;
    }

    public void Cut(AlignedSpan word, ref TokenWriter tokens)
    {
        int length = word.Length;
        List<Node> memory = _spares.Rent();
        CollectionsMarshal.SetCount(memory, length + 1);
        Span<Node> nodes = CollectionsMarshal.AsSpan(memory);
        nodes.Fill(new Node { Start = Nowhere });
        FindBest(word.Units, nodes);

        // The way leads from the end back: the same steps the other way round.
        for (int end = length; end > 0; end = nodes[end].Start)
            nodes[nodes[end].Start].Next = end;
        for (int start = 0, end; start < length; start = end)
        {
            end = nodes[start].Next;
            int id = nodes[end].Id;
            if (id != _unknown)
            {
                tokens.Add(id, word[start..end].Origin);
                continue;
            }

            while (end < length && nodes[nodes[end].Next].Id == _unknown)
                end = nodes[end].Next;
            AddUnknown(word[start..end], ref tokens);
        }

        if (memory.Capacity <= Spares<List<Node>>.MostKept)
            _spares.Return(memory);
    }

    private void FindBest(ReadOnlySpan<char> units, Span<Node> nodes)
    {
        for (int start = 0, first; start < units.Length; start = first)
        {
            first = start + (char.IsHighSurrogate(units[start]) ? 2 : 1);
            double before = nodes[start].Score;
            bool isKnown = false;
            int node = PieceTrie.Beginnings;
            for (int end = start; end < units.Length && _pieces.TryStep(ref node, units[end++], out int id);)
            {
                if (id == PieceTrie.None)
                    continue;
                isKnown |= end == first;
                Offer(ref nodes[end], start, id, before + _scores[id]);
            }

            if (!isKnown)
                Offer(ref nodes[first], start, _unknown, before + _unknownScore);
        }
    }

    // Of ways of the same score the one found first: the one whose last piece is longest.
    private static void Offer(ref Node node, int start, int id, double score)
    {
        if (node.Start != Nowhere && score <= node.Score)
            return;
        node.Start = start;
        node.Id = id;
        node.Score = score;
    }

    private void AddUnknown(AlignedSpan part, ref TokenWriter tokens)
    {
        // A token that is worth less than its characters are unknown.
        if (_ids.TryGetValue(part.Units, out int id))
            tokens.Add(id, part.Origin);
        else if (_byteIds is null || !TryAddBytes(part, ref tokens))
            tokens.Add(_unknown, part.Origin);
    }

    private bool TryAddBytes(AlignedSpan part, ref TokenWriter tokens)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in part.Units.EnumerateRunes())
        {
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                if (_byteIds![value] is null)
                    return false;
            }
        }

        foreach (Rune rune in part.Units.EnumerateRunes())
        {
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
                tokens.Add(_byteIds![value]!.Value, part.Origin);
        }

        return true;
    }

    /// <summary>The best way to a place between two code units.</summary>
    private struct Node
    {
        public double Score;
        public int Start;
        public int Id;
        public int Next;
    }
}
