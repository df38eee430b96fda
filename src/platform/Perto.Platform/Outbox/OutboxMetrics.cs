using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Perto.Platform;

/// <summary>What the outbox publishes on the meter and activity source <see cref="MeterName"/>.</summary>
internal sealed class OutboxMetrics : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string MeterName = "Perto.Outbox";

    private readonly Counter<long> _processed;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _dead;
    private readonly Counter<long> _lost;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _wait;
    private readonly ActivitySource _activities = new(MeterName);

    public OutboxMetrics(IMeterFactory meters, OutboxDepths depths)
    {
        Meter meter = meters.Create(MeterName);
        _processed = meter.CreateCounter<long>("perto.outbox.processed", description: "Messages handled");
        _failed = meter.CreateCounter<long>("perto.outbox.failed", description: "Tries that failed");
        _retries = meter.CreateCounter<long>("perto.outbox.retries", description: "Tries that were not a message's first");
        _dead = meter.CreateCounter<long>("perto.outbox.dead", description: "Messages given up");
        _lost = meter.CreateCounter<long>("perto.outbox.leases_lost", description: "Messages that a worker no longer had when it was done with them");
        _duration = meter.CreateHistogram<double>("perto.outbox.duration", "s", "Time a handler took for a message");
        _wait = meter.CreateHistogram<double>("perto.outbox.wait", "s", "Time from the enqueue of a message to its completion");
        meter.CreateObservableGauge("perto.outbox.depth", depths.Depth, description: "Unfinished messages; counted again every 15 seconds at most");
        meter.CreateObservableGauge("perto.outbox.oldest.age", depths.OldestAge, "s", "Age of the unfinished message that was enqueued first");
    }

    /// <summary>Begins the activity of a try, which continues the trace of the enqueue.</summary>
    public Activity? Start(ClaimedMessage message)
    {
        if (message.Attempts > 1)
            _retries.Add(1, Topic(message));
        ActivityContext parent = ActivityContext.TryParse(message.Traceparent, traceState: null, out ActivityContext given) ? given : default;
        Activity? activity = _activities.StartActivity($"outbox {message.Topic}", ActivityKind.Consumer, parent);
        activity?.SetTag("messaging.message.id", message.Id).SetTag("perto.outbox.attempt", message.Attempts);
        return activity;
    }

    /// <summary>A handler ended, well or not.</summary>
    public void Ran(ClaimedMessage message, TimeSpan took) => _duration.Record(took.TotalSeconds, Topic(message));

    /// <summary>A message was handled, and that is durable.</summary>
    public void Processed(ClaimedMessage message, TimeSpan sinceEnqueued)
    {
        _processed.Add(1, Topic(message));
        _wait.Record(Math.Max(0, sinceEnqueued.TotalSeconds), Topic(message));
    }

    /// <summary>A try failed.</summary>
    public void Failed(ClaimedMessage message) => _failed.Add(1, Topic(message));

    /// <summary>A message was given up.</summary>
    public void Died(ClaimedMessage message) => _dead.Add(1, Topic(message));

    /// <summary>Messages were lost to other workers.</summary>
    public void Lost(string topic, int count) => _lost.Add(count, new KeyValuePair<string, object?>("topic", topic));

    public void Dispose() => _activities.Dispose();

    private static KeyValuePair<string, object?> Topic(ClaimedMessage message) => new("topic", message.Topic);
}
