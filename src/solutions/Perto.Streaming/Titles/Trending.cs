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

    private readonly double[] _scores;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private long _reference;
    private int[] _ranking = [];
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
            if (at > _reference)
            {
                // Moving the reference instead of fading every title at every event: all scores shrink by one factor.
                double fade = Fade(at - _reference);
                if (_reference != 0)
                {
                    for (int i = 0; i < _scores.Length; i++)
                        _scores[i] *= fade;
                }

                _reference = at;
            }

            _scores[title] += Fade(_reference - at);
            _changed = true;
        }
    }

    /// <summary>The title's score, 0 when it was never watched.</summary>
    public double Score(int title) => Volatile.Read(ref _scores[title]);

    /// <summary>Ordinals of all watched titles, most watched now first; at most a second old.</summary>
    public IReadOnlyList<int> Ranking()
    {
        lock (_lock)
        {
            if (!_changed || (_ranking.Length > 0 && _clock.GetElapsedTime(_rankedAt) < RankingAge))
                return _ranking;
            int[] watched = [.. Enumerable.Range(0, _scores.Length).Where(title => _scores[title] > 0)];
            double[] keys = [.. watched.Select(title => -_scores[title])];
            Array.Sort(keys, watched);
            _ranking = watched;
            _rankedAt = _clock.GetTimestamp();
            _changed = false;
            return _ranking;
        }
    }

    private static double Fade(long micros) => Math.Pow(DailyDecay, micros / (double)TimeSpan.MicrosecondsPerDay);
}
