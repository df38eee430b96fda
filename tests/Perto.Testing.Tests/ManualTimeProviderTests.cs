namespace Perto.Testing.Tests;

public sealed class ManualTimeProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        DateTimeOffset start = _time.GetUtcNow();
        long stamp = _time.GetTimestamp();

        Assert.Equal(start, _time.GetUtcNow());
        _time.Advance(90 * Second);

        Assert.Equal(start + (90 * Second), _time.GetUtcNow());
        Assert.Equal(90 * Second, _time.GetElapsedTime(stamp));
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_due_times_and_see_them_on_the_clock()
    {
        DateTimeOffset start = _time.GetUtcNow();
        var fired = new List<(string Timer, TimeSpan At)>();
        using ITimer late = Timer("late", 3 * Second);
        using ITimer early = Timer("early", Second);

        _time.Advance(10 * Second);

        Assert.Equal([("early", Second), ("late", 3 * Second)], fired);

        ITimer Timer(string name, TimeSpan due) =>
            _time.CreateTimer(_ => fired.Add((name, _time.GetUtcNow() - start)), null, due, Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void A_periodic_timer_fires_as_often_as_it_is_due()
    {
        int fired = 0;
        using ITimer timer = _time.CreateTimer(_ => fired++, null, Second, 2 * Second);

        _time.Advance(0.9 * Second);
        Assert.Equal(0, fired);
        _time.Advance(0.1 * Second);
        Assert.Equal(1, fired);
        _time.Advance(5 * Second);
        Assert.Equal(3, fired);
    }

    [Fact]
    public void A_timer_that_was_stopped_or_disposed_does_not_fire()
    {
        int fired = 0;
        using ITimer stopped = _time.CreateTimer(_ => fired++, null, Second, Second);
        ITimer disposed = _time.CreateTimer(_ => fired++, null, Second, Second);

        Assert.True(stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        disposed.Dispose();
        _time.Advance(5 * Second);

        Assert.Equal(0, fired);
        Assert.False(disposed.Change(Second, Second));
    }

    [Fact]
    public void A_timer_set_by_a_timer_fires_in_the_same_advance()
    {
        int fired = 0;
        ITimer? second = null;
        using ITimer first = _time.CreateTimer(
            _ => second = _time.CreateTimer(_ => fired++, null, Second, Timeout.InfiniteTimeSpan), null, Second, Timeout.InfiniteTimeSpan);

        _time.Advance(2 * Second);

        Assert.Equal(1, fired);
        second!.Dispose();
    }

    [Fact]
    public async Task A_worker_is_met_at_its_delay_and_let_go()
    {
        Task<int> worker = Task.Run(
            async () =>
            {
                await Task.Delay(Second, _time);
                await Task.Delay(Second, _time);
                return 2;
            },
            TestContext.Current.CancellationToken);

        await _time.TimersAsync(1, TestContext.Current.CancellationToken);
        _time.Advance(Second);
        await _time.TimersAsync(1, TestContext.Current.CancellationToken);
        Assert.False(worker.IsCompleted);
        _time.Advance(Second);

        Assert.Equal(2, await worker);
    }

    [Fact]
    public void A_wall_clock_that_is_set_back_moves_no_timer_and_no_time_stamp()
    {
        int fired = 0;
        using ITimer timer = _time.CreateTimer(_ => fired++, null, 2 * Second, Timeout.InfiniteTimeSpan);
        long stamp = _time.GetTimestamp();
        DateTimeOffset past = _time.GetUtcNow() - TimeSpan.FromHours(1);

        _time.Advance(Second);
        _time.SetWallClock(past);
        _time.Advance(Second);

        Assert.Equal(past + Second, _time.GetUtcNow());
        Assert.Equal(2 * Second, _time.GetElapsedTime(stamp));
        Assert.Equal(1, fired);
    }
}
