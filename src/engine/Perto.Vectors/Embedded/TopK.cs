using System.Buffers;

namespace Perto.Vectors;

/// <summary>
/// The best k rows seen so far: a heap with the worst of them at its root. Its array is rented, so that a search allocates nothing.
/// </summary>
/// <remarks>A better key wins; of equal keys the smaller id, so that the answer does not depend on the order of writing.</remarks>
internal struct TopK
{
    private readonly (float Key, int Row)[] _heap;
    private readonly int _k;

    public TopK(int k)
    {
        _heap = ArrayPool<(float Key, int Row)>.Shared.Rent(k);
        _k = k;
        Threshold = float.NegativeInfinity;
    }

    public int Count { get; private set; }

    /// <summary>A row with a key below it cannot be among the best.</summary>
    public float Threshold { get; private set; }

    public readonly (float Key, int Row) this[int position] => _heap[position];

    public void Offer(float key, int row, CollectionSnapshot snapshot)
    {
        if (Count < _k)
        {
            _heap[Count] = (key, row);
            Rise(Count++, snapshot);
        }
        else if (IsWorse(_heap[0], (key, row), snapshot))
        {
            _heap[0] = (key, row);
            Sink(Count, snapshot);
        }
        if (Count == _k)
            Threshold = _heap[0].Key;
    }

    /// <summary>Puts the best first. Nothing can be offered afterwards.</summary>
    public readonly void Sort(CollectionSnapshot snapshot)
    {
        for (int end = Count - 1; end > 0; end--)
        {
            (_heap[0], _heap[end]) = (_heap[end], _heap[0]);
            Sink(end, snapshot);
        }
    }

    /// <summary>Gives the array back. The value must not be used afterwards.</summary>
    public readonly void Return() => ArrayPool<(float Key, int Row)>.Shared.Return(_heap);

    private static bool IsWorse((float Key, int Row) x, (float Key, int Row) y, CollectionSnapshot snapshot) =>
        x.Key < y.Key || (x.Key == y.Key && snapshot.CompareIds(x.Row, y.Row) > 0);

    private readonly void Rise(int child, CollectionSnapshot snapshot)
    {
        while (child > 0)
        {
            int parent = (child - 1) / 2;
            if (!IsWorse(_heap[child], _heap[parent], snapshot))
                return;
            (_heap[child], _heap[parent]) = (_heap[parent], _heap[child]);
            child = parent;
        }
    }

    private readonly void Sink(int count, CollectionSnapshot snapshot)
    {
        int parent = 0;
        while (true)
        {
            int worst = parent, left = (2 * parent) + 1;
            if (left < count && IsWorse(_heap[left], _heap[worst], snapshot))
                worst = left;
            if (left + 1 < count && IsWorse(_heap[left + 1], _heap[worst], snapshot))
                worst = left + 1;
            if (worst == parent)
                return;
            (_heap[parent], _heap[worst]) = (_heap[worst], _heap[parent]);
            parent = worst;
        }
    }
}
