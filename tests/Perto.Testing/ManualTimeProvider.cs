namespace Perto.Testing;

/// <summary>Time that stands still until a test moves it. Timers fire, in the order of their due times, on the thread that moves it.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private DateTimeOffset _wallAtZero;
    private TimeSpan _elapsed;

    /// <summary>Starts at 1 January 2026, 00:00 UTC.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Starts at <paramref name="start"/>.</summary>
    public ManualTimeProvider(DateTimeOffset start) => _wallAtZero = start.ToUniversalTime();

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _wallAtZero + _elapsed;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_lock)
            return _elapsed.Ticks;
    }

    /// <summary>
    /// Sets the wall clock, backward as well, the way an administrator or NTP does. Timers and time stamps do not notice.
    /// </summary>
    public void SetWallClock(DateTimeOffset now)
    {
        lock (_lock)
            _wallAtZero = now.ToUniversalTime() - _elapsed;
    }

    /// <summary>Moves time forward; every timer that falls due fires at its own moment, a periodic one as often as it is due.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan until;
        lock (_lock)
            until = _elapsed + by;
        FireUntil(until);
        lock (_lock)
            _elapsed = until;
    }

    /// <summary>
    /// Waits until at least <paramref name="count"/> timers are running: so a test knows that a worker has come to its delay
    /// before it moves time.
    /// </summary>
    public Task TimersAsync(int count, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (Running >= count)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    internal bool Set(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        TimeSpan now;
        lock (_lock)
        {
            if (timer.IsDisposed)
                return false;
            now = _elapsed;
            timer.Due = dueTime == Timeout.InfiniteTimeSpan ? null : now + dueTime;
            timer.Period = period == Timeout.InfiniteTimeSpan || period == TimeSpan.Zero ? null : period;
            if (!_timers.Contains(timer))
                _timers.Add(timer);
            TellWaiting();
        }

        FireUntil(now);
        return true;
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_lock)
        {
            timer.IsDisposed = true;
            timer.Due = null;
            _timers.Remove(timer);
        }
    }

    private int Running => _timers.Count(timer => timer.Due is not null);

    private void TellWaiting()
    {
        int running = Running;
        foreach ((_, TaskCompletionSource reached) in _waiting.Where(waiting => running >= waiting.Count))
            reached.SetResult();
        _waiting.RemoveAll(waiting => running >= waiting.Count);
    }

    // Callbacks run outside of the lock: they read the time and set timers.
    private void FireUntil(TimeSpan until)
    {
        while (NextDue(until) is { } timer)
            timer.Fire();
    }

    private ManualTimer? NextDue(TimeSpan until)
    {
        lock (_lock)
        {
            ManualTimer? next = _timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (next is { Due: { } due })
            {
                _elapsed = due > _elapsed ? due : _elapsed;
                next.Due = due + next.Period;
            }

            return next;
        }
    }
}
