using System.Numerics;

namespace Perto.Language;

/// <summary>
/// Finds the longest piece that a text begins with. One open-addressed hash table holds the edges of two tries, one of what begins a
/// word and one of what goes on with it: a step is a probe by (node, character), and the id of a piece lies on its last edge.
/// </summary>
internal sealed class PieceTrie
{
    /// <summary>Root of the pieces that begin a word.</summary>
    public const int Beginnings = 0;

    /// <summary>Root of the pieces that go on with a word, without their prefix.</summary>
    public const int Continuations = 1;

    /// <summary>Where no piece ends.</summary>
    public const int None = -1;

    private Edge[] _edges = new Edge[1024];
    private int _shift = 64 - 10;
    private int _count;

    /// <param name="tokens">The pieces and their ids.</param>
    /// <param name="continuationPrefix">What marks a piece that goes on with a word; null where none does.</param>
    public PieceTrie(IEnumerable<KeyValuePair<string, int>> tokens, string? continuationPrefix = null)
    {
        foreach ((string token, int id) in tokens)
        {
            Add(Beginnings, token, id);
            if (continuationPrefix is not null && token.StartsWith(continuationPrefix, StringComparison.Ordinal))
                Add(Continuations, token.AsSpan(continuationPrefix.Length), id);
        }
    }

    /// <summary>Length of the longest piece at the beginning of <paramref name="text"/>, 0 when there is none, and its id.</summary>
    public int Longest(int root, ReadOnlySpan<char> text, out int id)
    {
        Edge[] edges = _edges;
        int node = root, length = 0;
        id = None;
        for (int i = 0; i < text.Length; i++)
        {
            ref readonly Edge edge = ref edges[Find(edges, Key(node, text[i]))];
            if (edge.Key == 0)
                break;
            node = edge.Child;
            if (edge.Id == None)
                continue;
            id = edge.Id;
            length = i + 1;
        }

        return length;
    }

    /// <summary>
    /// Goes one character on from a node, which is a root at first; false when no piece goes on so. <paramref name="id"/> is that of the
    /// piece that ends there, or <see cref="None"/>.
    /// </summary>
    public bool TryStep(ref int node, char character, out int id)
    {
        ref readonly Edge edge = ref _edges[Find(_edges, Key(node, character))];
        node = edge.Child;
        id = edge.Id;
        return edge.Key != 0;
    }

    private void Add(int root, ReadOnlySpan<char> piece, int id)
    {
        int node = root;
        for (int i = 0; i < piece.Length; i++)
        {
            ulong key = Key(node, piece[i]);
            int at = Find(_edges, key);
            if (_edges[at].Key == 0)
            {
                if (2 * (_count + 1) > _edges.Length)
                {
                    Grow();
                    at = Find(_edges, key);
                }
                // The two roots come first.
                _edges[at] = new Edge { Key = key, Child = 2 + _count++, Id = None };
            }
            if (i == piece.Length - 1)
                _edges[at].Id = id;
            node = _edges[at].Child;
        }
    }

    private void Grow()
    {
        var larger = new Edge[2 * _edges.Length];
        _shift = 64 - BitOperations.Log2((uint)larger.Length);
        foreach (Edge edge in _edges)
        {
            if (edge.Key != 0)
                larger[Find(larger, edge.Key)] = edge;
        }

        _edges = larger;
    }

    // Not 0, which marks what is free.
    private static ulong Key(int node, char character) => (((ulong)node << 16) | character) + 1;

    private int Find(Edge[] edges, ulong key)
    {
        int at = (int)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (edges[at].Key != key && edges[at].Key != 0)
            at = (at + 1) & (edges.Length - 1);
        return at;
    }

    private struct Edge
    {
        public ulong Key;
        public int Child;
        public int Id;
    }
}
