using System.Diagnostics;

namespace Perto.Benchmarks.Language;

/// <summary>What a piece of work took: by the clock, and in processor time of this process, which others on a busy machine disturb less.</summary>
/// <param name="Seconds">By the clock.</param>
/// <param name="ProcessorSeconds">On all threads together.</param>
internal readonly record struct Spent(double Seconds, double ProcessorSeconds)
{
    public static Spent Nothing { get; } = new(double.PositiveInfinity, double.PositiveInfinity);

    public static Spent On(Action work)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        work();
        return new Spent(Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    /// <summary>The least of each.</summary>
    public Spent Least(Spent other) => new(Math.Min(Seconds, other.Seconds), Math.Min(ProcessorSeconds, other.ProcessorSeconds));
}
