namespace Perto.Streaming;

/// <summary>
/// What is watched now: each watching of a title counts 1 and fades by 10 % a day, so a title's score is
/// <c>sum of 0.9^(age in days)</c>. Scores are relative to the latest watching in the catalogue, which changes no order.
/// Safe for use by many threads.
/// </summary>
public sealed class Trending
{
    private const double DailyDecay = 0.9;

    // A list that people see may lag by this much behind single events.
    private static readonly TimeSpan RankingAge = TimeSpan.FromSeconds(1);

    // Beyond this many days from the base the weights would leave the range of a double.
    private const double MaxDays = 1_500;

    private readonly double[] _scores;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private long _base;
    private long _latest;
    private int[]? _ranking;
    private long _rankedAt;
    private bool _changed = true;

    /// <summary>Nothing watched yet.</summary>
    /// <param name="titles">How many titles the catalogue has.</param>
    /// <param name="clock">For the age of the ranking.</param>
    public Trending(int titles, TimeProvider clock)
    {
        _scores = new double[titles];
        _clock = clock;
    }

    /// <summary>Counts a watching.</summary>
    /// <param name="title">Ordinal of the title.</param>
    /// <param name="at">When, in Unix microseconds.</param>
    public void Count(int title, long at)
    {
        lock (_lock)
        {
            if (_latest == 0)
                _base = at;
            _latest = Math.Max(_latest, at);

            // Scores are kept as seen from a fixed moment: later watchings weigh more than 1 instead of all others fading.
            if (Days(at - _base) > MaxDays)
                Rebase(at);
            _scores[title] += Weight(at - _base);
            _changed = true;
        }
    }

    /// <summary>The title's score, 0 when it was never watched.</summary>
    public double Score(int title)
    {
        lock (_lock)
            return _scores[title] / Weight(_latest - _base);
    }

    /// <summary>Ordinals of all watched titles, most watched now first; at most a second old.</summary>
    public IReadOnlyList<int> Ranking()
    {
        double[] scores;
        lock (_lock)
        {
            // While the first is being sorted nobody may be told that nothing is watched.
            if (_ranking is { } known && (!_changed || _clock.GetElapsedTime(_rankedAt) < RankingAge))
                return known;
            scores = [.. _scores];
            _rankedAt = _clock.GetTimestamp();
            _changed = false;
        }

        // Sorted outside of the lock, so that events do not wait for it.
        int[] watched = [.. Enumerable.Range(0, scores.Length).Where(title => scores[title] > 0)];
        double[] keys = [.. watched.Select(title => -scores[title])];
        Array.Sort(keys, watched);
        Volatile.Write(ref _ranking, watched);
        return watched;
    }

    private static double Days(long micros) => micros / (double)TimeSpan.MicrosecondsPerDay;

    private static double Weight(long micros) => Math.Pow(DailyDecay, -Days(micros));

    private void Rebase(long at)
    {
        double fade = Weight(_base - at);
        for (int title = 0; title < _scores.Length; title++)
            _scores[title] *= fade;
        _base = at;
    }
}
