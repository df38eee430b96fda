using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>Takes what lists are beyond being right: how new, different and surprising their items are, and how they spread over the catalogue.</summary>
internal sealed class ListQuality
{
    /// <summary>The measures, in the order of the results.</summary>
    public static readonly IReadOnlyList<string> Names = ["coverage", "novelty", "diversity", "serendipity", "gini", "long_tail"];

    // A distance of two items costs as much as both have users, so that the diversity of all lists of a large catalogue would take longer than the ranking.
    private const int MostDiverse = 1_000;

    private readonly InteractionMatrix _byItem;
    private readonly long[] _known;
    private readonly int[] _popular;
    private readonly int _k;
    private readonly int _every;
    private readonly long[] _shown;
    private readonly List<double> _novelty = [];
    private readonly List<double> _diversity = [];
    private readonly List<double> _serendipity = [];

    /// <param name="byItem">The train part seen from the items.</param>
    /// <param name="k">Length of the list.</param>
    /// <param name="users">How many lists there will be.</param>
    public ListQuality(InteractionMatrix byItem, int k, int users)
    {
        _byItem = byItem;
        _known = [.. Enumerable.Range(0, byItem.UserCount).Select(item => (long)byItem.Degree(item))];
        _popular = [.. Enumerable.Range(0, byItem.UserCount).OrderByDescending(item => _known[item])];
        _k = k;
        _every = ((users - 1) / MostDiverse) + 1;
        _shown = new long[byItem.UserCount];
    }

    /// <summary>Takes a list.</summary>
    /// <param name="list">At least its first k items, where there are as many.</param>
    /// <param name="hits">Which are to be found.</param>
    /// <param name="history">What the user is known to have had.</param>
    public void Add(ReadOnlySpan<ScoredItem> list, ReadOnlySpan<bool> hits, ReadOnlySpan<int> history)
    {
        int[] items = new int[Math.Min(_k, list.Length)];
        for (int rank = 0; rank < items.Length; rank++)
        {
            items[rank] = list[rank].Item;
            _shown[items[rank]]++;
        }

        if (_novelty.Count % _every == 0)
            _diversity.Add(ListDiversity.IntraList(items, Distance));
        _novelty.Add(ListDiversity.Novelty(items, _known, _byItem.ItemCount));
        _serendipity.Add(ListDiversity.Serendipity(items, hits[..items.Length], Expected(history)));
    }

    /// <summary>The measures.</summary>
    public IEnumerable<MetricValue> Result() =>
    [
        new(Names[0], _k, CatalogueExposure.Coverage(_shown)),
        new(Names[1], _k, _novelty.Average()) { Users = _novelty },
        new(Names[2], _k, _diversity.Average()) { Users = _every == 1 ? _diversity : [] },
        new(Names[3], _k, _serendipity.Average()) { Users = _serendipity },
        new(Names[4], _k, CatalogueExposure.Gini(_shown)),
        new(Names[5], _k, CatalogueExposure.OutsideTopShare(_shown, _known)),
    ];

    /// <summary>1 - the cosine of the sets of users who had the items.</summary>
    private double Distance(int first, int second)
    {
        ReadOnlySpan<int> one = _byItem.Items(first), other = _byItem.Items(second);
        int both = 0;
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            both += one[i] == other[j] ? 1 : 0;
            (i, j) = (one[i] <= other[j] ? i + 1 : i, other[j] <= one[i] ? j + 1 : j);
        }

        return both == 0 ? 1 : 1 - (both / Math.Sqrt((double)one.Length * other.Length));
    }

    /// <summary>What everybody would show the user: the most popular that the user has not had.</summary>
    private int[] Expected(ReadOnlySpan<int> history)
    {
        int[] expected = new int[Math.Min(_k, _popular.Length - history.Length)];
        int count = 0;
        foreach (int item in _popular)
        {
            if (count == expected.Length)
                break;
            if (history.BinarySearch(item) < 0)
                expected[count++] = item;
        }

        return expected[..count];
    }
}
