using System.Globalization;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>Jobs and runs in words.</summary>
internal static class JobWords
{
    public static string Time(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Next(JobInfo job) =>
        job.Paused ? "paused" : !job.Enabled ? "not enabled" : job.NextRunAt is { } next ? Time(next) : "never";

    public static string Took(JobRun run) =>
        run is { StartedAt: { } started, FinishedAt: { } finished } ? $"{(finished - started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s" : "";

    public static string Told(JobRun run) => run.Error ?? run.Result ?? run.Detail ?? "";

    public static string Run(JobRun run)
    {
        string state = run.State.ToString().ToLowerInvariant();
        string at = Time(run.StartedAt ?? run.ScheduledAt);
        return Told(run) is { Length: > 0 } told ? $"{at} {state}: {told}" : $"{at} {state}";
    }
}
