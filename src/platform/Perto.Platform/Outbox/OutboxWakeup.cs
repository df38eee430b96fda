namespace Perto.Platform;

/// <summary>Wakes one loop: what is set while the loop is at work is not lost.</summary>
internal sealed class OutboxWakeup
{
    private TaskCompletionSource _set = New();

    public void Set() => Volatile.Read(ref _set).TrySetResult();

    /// <summary>From here on, before the loop looks at anything, a new <see cref="Set"/> counts.</summary>
    public void Reset()
    {
        if (_set.Task.IsCompleted)
            Interlocked.Exchange(ref _set, New());
    }

    /// <summary>Returns when it was set since the last reset, or after <paramref name="longest"/>.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider clock)
    {
        Task set = Volatile.Read(ref _set).Task;
        if (set.IsCompleted || longest <= TimeSpan.Zero)
            return;
        using var elapsed = new CancellationTokenSource();
        await Task.WhenAny(set, Task.Delay(longest, clock, elapsed.Token));
        await elapsed.CancelAsync();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
