namespace Perto.Recommendations;

/// <summary>How long each step of an answer took, in milliseconds by step name, in the order of the steps.</summary>
public sealed class StepTimings
{
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly Dictionary<string, double> _steps = new(8, StringComparer.Ordinal);
    private long _mark;

    /// <summary>Starts the watch.</summary>
    public StepTimings(TimeProvider clock)
    {
        _clock = clock;
        _start = clock.GetTimestamp();
        _mark = _start;
    }

    /// <summary>Milliseconds by step.</summary>
    public IReadOnlyDictionary<string, double> Milliseconds => _steps;

    /// <summary>Books the time since the last call under <paramref name="step"/>.</summary>
    public void Step(string step)
    {
        long now = _clock.GetTimestamp();
        _steps[step] = _steps.GetValueOrDefault(step) + Round(_clock.GetElapsedTime(_mark, now));
        _mark = now;
    }

    /// <summary>Books the time since the start as <c>total</c>.</summary>
    public void Stop() => _steps["total"] = Round(_clock.GetElapsedTime(_start));

    private static double Round(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
