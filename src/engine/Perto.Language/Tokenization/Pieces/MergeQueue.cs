namespace Perto.Language;

/// <summary>The pairs of a word that can be merged, the one merged first in training first: a binary heap.</summary>
internal sealed class MergeQueue
{
    // Rank above, place below: the order of the numbers is that of the merges.
    private readonly List<ulong> _heap = [];

    public void Add(int rank, int place)
    {
        ulong item = ((ulong)(uint)rank << 32) | (uint)place;
        int at = _heap.Count;
        _heap.Add(item);
        for (int parent; at > 0 && _heap[parent = (at - 1) / 2] > item; at = parent)
            _heap[at] = _heap[parent];
        _heap[at] = item;
    }

    public bool TryTake(out int rank, out int place)
    {
        rank = place = 0;
        if (_heap.Count == 0)
            return false;
        rank = (int)(_heap[0] >> 32);
        place = (int)(uint)_heap[0];
        ulong last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        int at = 0;
        for (int child; (child = (2 * at) + 1) < _heap.Count; at = child)
        {
            if (child + 1 < _heap.Count && _heap[child + 1] < _heap[child])
                child++;
            if (_heap[child] >= last)
                break;
            _heap[at] = _heap[child];
        }

        if (_heap.Count > 0)
            _heap[at] = last;
        return true;
    }
}
