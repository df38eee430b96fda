namespace Perto.Platform;

/// <summary>The answer to a request: a reading for each entity and view.</summary>
public sealed class OnlineFeatures
{
    private readonly IReadOnlyList<EntityRequest> _request;
    private readonly RegisteredView[][] _views;
    private readonly OnlineRow[] _rows;
    private readonly int[] _first;
    private readonly long _at;

    internal OnlineFeatures(IReadOnlyList<EntityRequest> request, RegisteredView[][] views, OnlineRow[] rows, long at)
    {
        _request = request;
        _views = views;
        _rows = rows;
        _at = at;
        _first = new int[request.Count];
        for (int i = 1; i < _first.Length; i++)
            _first[i] = _first[i - 1] + request[i - 1].Keys.Count;
    }

    /// <summary>What was asked.</summary>
    public IReadOnlyList<EntityRequest> Request => _request;

    /// <summary>One reading.</summary>
    /// <param name="part">Which <see cref="EntityRequest"/>.</param>
    /// <param name="key">Which of its keys.</param>
    /// <param name="view">Which of its views.</param>
    public FeatureReading this[int part, int key, int view] => FeatureReading.Of(_views[part][view], _rows[_first[part] + key].Packed, _at);
}
