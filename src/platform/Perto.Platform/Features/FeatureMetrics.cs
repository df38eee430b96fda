using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Perto.Platform;

/// <summary>What the feature store publishes on the meter <see cref="MeterName"/>.</summary>
internal sealed class FeatureMetrics
{
    public const string MeterName = "Perto.Features";

    private readonly Counter<long> _read;
    private readonly Counter<long> _missed;
    private readonly Counter<long> _written;
    private readonly Counter<long> _events;
    private readonly ConcurrentDictionary<string, double> _ages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> _drifts = new(StringComparer.Ordinal);

    public FeatureMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _read = meter.CreateCounter<long>("perto.features.read", description: "Entities whose features were read online");
        _missed = meter.CreateCounter<long>("perto.features.missed", description: "Entities that were not in a store in front of the database");
        _written = meter.CreateCounter<long>("perto.features.written", description: "Values of views that were written to the history");
        _events = meter.CreateCounter<long>("perto.features.events", description: "Events that came, by what became of them");
        meter.CreateObservableGauge("perto.features.age", () => Gauges(_ages), "s", "Age of the newest values of a view at its latest check");
        meter.CreateObservableGauge("perto.features.drift", () => Gauges(_drifts), description: "Greatest population stability index of a feature of a view at its latest check");
    }

    public void Read(int entities, int missed)
    {
        _read.Add(entities);
        if (missed > 0)
            _missed.Add(missed);
    }

    public void Written(long rows) => _written.Add(rows);

    public void Counted(FeatureEventReport report)
    {
        _events.Add(report.Counted, new KeyValuePair<string, object?>("outcome", "counted"));
        _events.Add(report.Repeated, new KeyValuePair<string, object?>("outcome", "repeated"));
        _events.Add(report.Ignored, new KeyValuePair<string, object?>("outcome", "ignored"));
    }

    /// <summary>A view was checked; of one that tenants have in common the worst counts.</summary>
    public void Checked(IReadOnlyDictionary<string, (double? Age, double? Drift)> views)
    {
        foreach ((string view, (double? age, double? drift)) in views)
        {
            Set(_ages, view, age);
            Set(_drifts, view, drift);
        }
    }

    private static void Set(ConcurrentDictionary<string, double> gauges, string view, double? value)
    {
        if (value is { } number)
            gauges[view] = number;
        else
            gauges.TryRemove(view, out _);
    }

    private static IEnumerable<Measurement<double>> Gauges(ConcurrentDictionary<string, double> gauges) =>
        gauges.Select(gauge => new Measurement<double>(gauge.Value, new KeyValuePair<string, object?>("view", gauge.Key)));
}
