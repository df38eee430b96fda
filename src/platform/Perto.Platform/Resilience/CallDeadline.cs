namespace Perto.Platform;

/// <summary>
/// When calls of dependencies must have answered, for what runs within it: an attempt that takes longer is a failure of the dependency, that its breaker
/// counts, and none is made again, because its wait would use up what is left.
/// </summary>
internal sealed class CallDeadline
{
    private static readonly AsyncLocal<CallDeadline?> Current = new();

    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly TimeSpan _time;

    private CallDeadline(TimeProvider clock, TimeSpan time)
    {
        _clock = clock;
        _began = clock.GetTimestamp();
        _time = time;
    }

    /// <summary>What is left of the deadline of the work at hand; null where it has none.</summary>
    public static TimeSpan? Left => Current.Value is { } deadline ? deadline._time - deadline._clock.GetElapsedTime(deadline._began) : null;

    /// <summary>Begins for what the calling method runs from here on.</summary>
    public static void Begin(TimeProvider clock, TimeSpan time) => Current.Value = new CallDeadline(clock, time);
}
