namespace Perto.Testing;

/// <summary>A timer of <see cref="ManualTimeProvider"/>, which guards its state with its lock.</summary>
internal sealed class ManualTimer(ManualTimeProvider time, Action callback) : ITimer
{
    /// <summary>When it fires next, as time elapsed since the provider began; null when it does not run.</summary>
    public TimeSpan? Due { get; set; }

    /// <summary>Time between two firings; null when it fires once.</summary>
    public TimeSpan? Period { get; set; }

    public bool IsDisposed { get; set; }

    public void Fire() => callback();

    public bool Change(TimeSpan dueTime, TimeSpan period) => time.Set(this, dueTime, period);

    public void Dispose() => time.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
