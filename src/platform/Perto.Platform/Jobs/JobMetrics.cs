using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Perto.Platform;

/// <summary>What scheduled jobs publish on the meter <see cref="MeterName"/>.</summary>
internal sealed class JobMetrics
{
    public const string MeterName = "Perto.Jobs";

    private readonly Counter<long> _runs;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _duration;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _successes = new(StringComparer.Ordinal);

    public JobMetrics(IMeterFactory meters, TimeProvider clock)
    {
        Meter meter = meters.Create(MeterName);
        _runs = meter.CreateCounter<long>("perto.jobs.runs", description: "Runs of scheduled jobs that ended on this server, by how");
        _failures = meter.CreateCounter<long>("perto.jobs.failures", description: "Runs of scheduled jobs that ended by an error");
        _duration = meter.CreateHistogram<double>("perto.jobs.duration", "s", "Time of a run of a scheduled job");
        meter.CreateObservableGauge(
            "perto.jobs.since_success",
            () => _successes.Select(success => new Measurement<double>((clock.GetUtcNow() - success.Value).TotalSeconds, Job(success.Key))),
            "s",
            "Time since a job was done last, on any server");
    }

    /// <summary>A run ended here.</summary>
    public void Ended(string job, JobRunState state, TimeSpan took)
    {
        _runs.Add(1, Job(job), new("state", JobTable.Name(state)));
        if (state == JobRunState.Failed)
            _failures.Add(1, Job(job));
        _duration.Record(took.TotalSeconds, Job(job));
    }

    /// <summary>When a job was done last.</summary>
    public void Succeeded(string job, DateTimeOffset at) => _successes[job] = at;

    private static KeyValuePair<string, object?> Job(string name) => new("job", name);
}
