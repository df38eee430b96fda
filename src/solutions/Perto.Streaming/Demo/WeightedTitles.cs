using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>
/// Titles from which the pages of a made-up service draw, in proportion to their weights; those that were added later stand behind, so that what
/// there was on a day is a beginning. A draw takes the logarithm of their number.
/// </summary>
internal sealed class WeightedTitles
{
    private readonly IReadOnlyList<MadeTitle> _titles;
    private readonly int[] _order;
    private readonly double[] _upTo;

    /// <param name="all">All titles of the service.</param>
    /// <param name="order">Places of those on the shelf, in the order in which they were added.</param>
    public WeightedTitles(IReadOnlyList<MadeTitle> all, int[] order)
    {
        _titles = all;
        _order = order;
        _upTo = new double[order.Length];
        double sum = 0;
        for (int i = 0; i < order.Length; i++)
            _upTo[i] = sum += all[order[i]].Weight;
    }

    /// <summary>The weight of all that there was on a day.</summary>
    public double WeightOn(int day) => CountOn(day) is > 0 and int count ? _upTo[count - 1] : 0;

    /// <summary>One of the titles that there were on a day, in proportion to their weights; null where there was none.</summary>
    public MadeTitle? Draw(SeededRandom random, int day)
    {
        int count = CountOn(day);
        if (count == 0)
            return null;
        int found = Array.BinarySearch(_upTo, 0, count, random.NextDouble() * _upTo[count - 1]);
        return _titles[_order[Math.Min(found < 0 ? ~found : found + 1, count - 1)]];
    }

    private int CountOn(int day)
    {
        int low = 0;
        int high = _order.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_titles[_order[middle]].AddedDay <= day)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
