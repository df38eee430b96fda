using System.Runtime.InteropServices;

namespace Perto.Language;

/// <summary>The pieces of a word that is being merged: a list in which each knows its neighbours.</summary>
internal sealed class WordPieces
{
    /// <summary>No piece.</summary>
    public const int None = -1;

    private readonly List<WordPiece> _pieces = [];

    /// <summary>The pairs that wait to be merged; empty between words.</summary>
    public MergeQueue Queue { get; } = new();

    /// <summary>The pieces at their places, gone ones too.</summary>
    public Span<WordPiece> Span => CollectionsMarshal.AsSpan(_pieces);

    /// <summary>Whether the memory is worth keeping.</summary>
    public bool IsSmall => _pieces.Capacity <= Spares<WordPieces>.MostKept;

    public void Clear() => _pieces.Clear();

    /// <summary>Adds a piece at the end.</summary>
    public void Add(int id, int start, int end)
    {
        int at = _pieces.Count;
        _pieces.Add(new WordPiece { Id = id, Start = start, End = end, Previous = at - 1, Next = None });
        if (at > 0)
            Span[at - 1].Next = at;
    }

    /// <summary>Makes one piece of a piece and the next.</summary>
    public void Merge(int at, int id)
    {
        Span<WordPiece> pieces = Span;
        ref WordPiece left = ref pieces[at];
        ref WordPiece right = ref pieces[left.Next];
        left.Id = id;
        left.End = right.End;
        left.Next = right.Next;
        right.IsGone = true;
        if (left.Next != None)
            pieces[left.Next].Previous = at;
    }
}
