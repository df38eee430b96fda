using System.Runtime.CompilerServices;

namespace Perto.Vectors;

/// <summary>
/// How many rows match conditions that are joined. Conditions on one record are seldom independent, so the second most selective counts
/// with its root only, the third with its fourth root, and so on (exponential backoff).
/// </summary>
internal struct Selectivity(int rows)
{
    private const int Counted = 4;

    // The most selective shares, ascending.
    private Shares _shares;
    private int _count;

    public void Join(double matches)
    {
        double share = rows == 0 ? 0 : Math.Clamp(matches / rows, 0, 1);
        if (_count == Counted && _shares[Counted - 1] <= share)
            return;
        int at = Math.Min(_count, Counted - 1);
        _count = at + 1;
        for (; at > 0 && _shares[at - 1] > share; at--)
            _shares[at] = _shares[at - 1];
        _shares[at] = share;
    }

    public readonly double Estimate()
    {
        double share = 1, power = 1;
        for (int i = 0; i < _count; i++, power /= 2)
            share *= Math.Pow(_shares[i], power);
        return share * rows;
    }

    [InlineArray(Counted)]
    private struct Shares
    {
        private double _first;
    }
}
