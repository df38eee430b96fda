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

    /// <summary>The moment of the readings, in Unix microseconds.</summary>
    public long At => _at;

    /// <summary>Greater with each change of an entity: what was worked out of its readings holds while it stands, but for what moves with time.</summary>
    /// <param name="part">Which <see cref="EntityRequest"/>.</param>
    /// <param name="key">Which of its keys.</param>
    public long Revision(int part, int key) => _rows[_first[part] + key].Revision;

    /// <summary>One reading.</summary>
    /// <param name="part">Which <see cref="EntityRequest"/>.</param>
    /// <param name="key">Which of its keys.</param>
    /// <param name="view">Which of its views.</param>
    public FeatureReading this[int part, int key, int view] => FeatureReading.Of(_views[part][view], _rows[_first[part] + key].Packed, _at);
}
