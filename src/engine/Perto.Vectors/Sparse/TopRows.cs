using System.Buffers;

namespace Perto.Vectors;

/// <summary>
/// The best k rows seen so far: a heap with the worst of them at its root. Its array is rented, so that a search allocates nothing.
/// </summary>
internal struct TopRows<TTies>
    where TTies : struct, IRowOrder
{
    private readonly (float Score, int Row)[] _heap;
    private readonly int _k;
    private readonly TTies _ties;

    /// <param name="k">How many rows, 1 or more.</param>
    /// <param name="ties">Which of two rows of equal score is the better one.</param>
    public TopRows(int k, TTies ties)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        _heap = ArrayPool<(float Score, int Row)>.Shared.Rent(k);
        _k = k;
        _ties = ties;
        Threshold = float.NegativeInfinity;
    }

    public int Count { get; private set; }

    /// <summary>A row with a score below it cannot be among the best.</summary>
    public float Threshold { get; private set; }

    public readonly (float Score, int Row) this[int position] => _heap[position];

    public void Offer(float score, int row)
    {
        if (Count < _k)
        {
            _heap[Count] = (score, row);
            Rise(Count++);
        }
        else if (IsWorse(_heap[0], (score, row)))
        {
            _heap[0] = (score, row);
            Sink(Count);
        }
        if (Count == _k)
            Threshold = _heap[0].Score;
    }

    /// <summary>Puts the best first. Nothing can be offered afterwards.</summary>
    public readonly void Sort()
    {
        for (int end = Count - 1; end > 0; end--)
        {
            (_heap[0], _heap[end]) = (_heap[end], _heap[0]);
            Sink(end);
        }
    }

    /// <summary>Gives the array back. The value must not be used afterwards.</summary>
    public readonly void Return() => ArrayPool<(float Score, int Row)>.Shared.Return(_heap);

    private readonly bool IsWorse((float Score, int Row) x, (float Score, int Row) y) =>
        x.Score < y.Score || (x.Score == y.Score && _ties.IsBefore(y.Row, x.Row));

    private readonly void Rise(int child)
    {
        while (child > 0)
        {
            int parent = (child - 1) / 2;
            if (!IsWorse(_heap[child], _heap[parent]))
                return;
            (_heap[child], _heap[parent]) = (_heap[parent], _heap[child]);
            child = parent;
        }
    }

    private readonly void Sink(int count)
    {
        int parent = 0;
        while (true)
        {
            int worst = parent, left = (2 * parent) + 1;
            if (left < count && IsWorse(_heap[left], _heap[worst]))
                worst = left;
            if (left + 1 < count && IsWorse(_heap[left + 1], _heap[worst]))
                worst = left + 1;
            if (worst == parent)
                return;
            (_heap[parent], _heap[worst]) = (_heap[worst], _heap[parent]);
            parent = worst;
        }
    }
}
