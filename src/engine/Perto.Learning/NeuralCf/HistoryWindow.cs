namespace Perto.Learning;

/// <summary>
/// The part of a user's history that one chunk is predicted from. A user's positives stand in random order, so those that follow the chunk, from
/// the first again after the last, are a random draw of what is not held out.
/// </summary>
internal readonly struct HistoryWindow
{
    private readonly int _first;
    private readonly int _start;
    private readonly int _end;

    /// <param name="chunk">What is held out.</param>
    /// <param name="start">Where the user's positives begin in <see cref="EpochPlan.Positives"/>.</param>
    /// <param name="degree">How many the user has.</param>
    /// <param name="most">How many are drawn at most.</param>
    public HistoryWindow(TrainingChunk chunk, int start, int degree, int most)
    {
        int rest = degree - chunk.Count;
        _first = chunk.Start + chunk.Count;
        _start = start;
        _end = start + degree;
        Count = Math.Min(most, rest);
        Scale = Count == 0 ? 0 : (float)rest / Count;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>How many of the history each stands for.</summary>
    public float Scale { get; }

    /// <summary>Place of the i-th in <see cref="EpochPlan.Positives"/>.</summary>
    public int this[int i] => _first + i < _end ? _first + i : _first + i - _end + _start;
}
