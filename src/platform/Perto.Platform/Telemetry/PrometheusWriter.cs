using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Perto.Platform;

/// <summary>
/// The metrics of the modules and of the .NET runtime as Prometheus text, for <c>/metrics</c>. Counts from
/// <see cref="Start"/> on.
/// </summary>
public sealed class PrometheusWriter : IDisposable
{
    /// <summary>What <see cref="Write"/> writes.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly IMeterFactory _meters;
    private readonly HashSet<string> _names;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();

    /// <param name="meters">The host's meters; those of another host in the same process are left out.</param>
    /// <param name="modules">Tell which meters to publish.</param>
    public PrometheusWriter(IMeterFactory meters, IEnumerable<PertoModule> modules)
    {
        _meters = meters;
        _names = [.. modules.SelectMany(module => module.Telemetry), "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"];
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, family) => Record(family, (double)value, tags));
    }

    /// <summary>Begins to count.</summary>
    public void Start() => _listener.Start();

    /// <summary>All metrics as they are now, in Prometheus text format 0.0.4, sorted by name.</summary>
    public string Write()
    {
        lock (_writing)
        {
            foreach (MetricFamily observed in _families.Values.Where(family => family.IsObserved))
                observed.Clear();
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (MetricFamily family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
                family.Write(text);
            return text.ToString();
        }
    }

    /// <summary>Counts no more.</summary>
    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!_names.Contains(instrument.Meter.Name)
            || (instrument.Meter.Scope is { } scope && !ReferenceEquals(scope, _meters))
            || KindOf(instrument) is not { } kind)
            return;
        string name = PrometheusName.Of(instrument, kind is MetricKind.Counter or MetricKind.ObservedCounter);
        MetricFamily family = _families.GetOrAdd(name, _ => new MetricFamily(instrument, name, kind));
        // A name has one type in Prometheus: whoever comes second with another type is left out.
        if (family.Kind == kind)
            listener.EnableMeasurementEvents(instrument, family);
    }

    private static void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)family!).Record(value, tags);

    private static MetricKind? KindOf(Instrument instrument)
    {
        Type type = instrument.GetType();
        if (!type.IsGenericType)
            return null;
        Type definition = type.GetGenericTypeDefinition();
        return definition switch
        {
            _ when definition == typeof(Counter<>) => MetricKind.Counter,
            _ when definition == typeof(UpDownCounter<>) => MetricKind.UpDown,
            _ when definition == typeof(Histogram<>) => MetricKind.Histogram,
            _ when definition == typeof(ObservableCounter<>) => MetricKind.ObservedCounter,
            _ when definition == typeof(Gauge<>) || definition == typeof(ObservableGauge<>) || definition == typeof(ObservableUpDownCounter<>) => MetricKind.Gauge,
            _ => null,
        };
    }
}
