using System.Diagnostics.Metrics;

namespace Perto.Platform;

/// <summary>What the write path of a database publishes on the meter <see cref="MeterName"/>.</summary>
public sealed class DatabaseMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Perto.Database";

    private readonly Counter<long> _works;
    private readonly Counter<long> _commits;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _reconnects;
    private readonly Counter<long> _replicaReads;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _commit;
    private readonly KeyValuePair<string, object?> _engine;

    /// <param name="meters">The host's meters.</param>
    /// <param name="engine">Label of all values: <c>sqlite</c>, <c>postgres</c>.</param>
    public DatabaseMetrics(IMeterFactory meters, string engine)
    {
        _engine = new("engine", engine);
        Meter meter = meters.Create(MeterName);
        _works = meter.CreateCounter<long>("perto.database.writes", description: "Works made durable");
        _commits = meter.CreateCounter<long>("perto.database.commits", description: "Commits; fewer than writes where works share one");
        _retries = meter.CreateCounter<long>("perto.database.retries", description: "Works run again after a serialization failure or deadlock");
        _reconnects = meter.CreateCounter<long>("perto.database.reconnects", description: "Works and reads run again on a new connection because theirs was lost");
        _replicaReads = meter.CreateCounter<long>("perto.database.stale_reads", description: "Reads that may be some seconds old, by where they were answered: replica or primary");
        _wait = meter.CreateHistogram<double>("perto.database.write.wait", "s", "Time a work waited for the writer");
        _commit = meter.CreateHistogram<double>("perto.database.write.duration", "s", "Time from the begin of a transaction to its durable end");
    }

    /// <summary>A work left the queue.</summary>
    public void Waited(TimeSpan time) => _wait.Record(time.TotalSeconds, _engine);

    /// <summary>A transaction with <paramref name="works"/> works became durable.</summary>
    public void Committed(int works, TimeSpan time)
    {
        _works.Add(works, _engine);
        _commits.Add(1, _engine);
        _commit.Record(time.TotalSeconds, _engine);
    }

    /// <summary>A work runs again.</summary>
    public void Retried() => _retries.Add(1, _engine);

    /// <summary>A connection was lost, and its work or read runs again.</summary>
    public void Reconnected() => _reconnects.Add(1, _engine);

    /// <summary>A read that may be stale was answered.</summary>
    public void StaleRead(bool byReplica) => _replicaReads.Add(1, _engine, new("source", byReplica ? "replica" : "primary"));
}
