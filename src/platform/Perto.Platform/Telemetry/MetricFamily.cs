using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Perto.Platform;

/// <summary>All series of one metric.</summary>
internal sealed class MetricFamily
{
    // A label whose values are unbounded must not fill the memory: what comes later is counted together.
    private const int MaxSeries = 1_000;
    private const string Overflow = "otel_metric_overflow=\"true\"";

    // Those that OpenTelemetry takes for seconds, and for anything else.
    private static readonly double[] SecondBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] OtherBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    private readonly string? _help;
    private readonly double[]? _bounds;
    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    public MetricFamily(Instrument instrument, string name, MetricKind kind)
    {
        Name = name;
        Kind = kind;
        IsObserved = instrument.IsObservable;
        _help = instrument.Description;
        if (kind == MetricKind.Histogram)
            _bounds = AdvisedBounds(instrument) ?? (instrument.Unit == "s" ? SecondBounds : OtherBounds);
    }

    public string Name { get; }

    public MetricKind Kind { get; }

    /// <summary>Whether its values are asked for, rather than told.</summary>
    public bool IsObserved { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        MetricSeries series = Series(tags);
        switch (Kind)
        {
            case MetricKind.Histogram when !double.IsNaN(value):
                series.Observe(value);
                break;
            case MetricKind.Counter or MetricKind.UpDown:
                series.Add(value);
                break;
            case MetricKind.Gauge or MetricKind.ObservedCounter:
                series.Set(value);
                break;
        }
    }

    /// <summary>Forgets all series: what an observable instrument no longer observes is gone.</summary>
    public void Clear() => _series.Clear();

    public void Write(StringBuilder text)
    {
        if (_series.IsEmpty)
            return;
        if (!string.IsNullOrEmpty(_help))
            text.Append("# HELP ").Append(Name).Append(' ').Append(EscapeHelp(_help)).Append('\n');
        text.Append("# TYPE ").Append(Name).Append(' ').Append(TypeName).Append('\n');
        foreach ((string labels, MetricSeries series) in _series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            (double value, long[] buckets) = series.Read();
            if (Kind == MetricKind.Histogram)
                WriteHistogram(text, labels, value, buckets);
            else
                WriteSample(text, Name, labels, value);
        }
    }

    private string TypeName => Kind switch
    {
        MetricKind.Counter or MetricKind.ObservedCounter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private MetricSeries Series(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = tags.IsEmpty ? "" : LabelText.Of(tags);
        if (_series.TryGetValue(labels, out MetricSeries? known))
            return known;
        return _series.GetOrAdd(_series.Count < MaxSeries ? labels : Overflow, _ => new MetricSeries(_bounds));
    }

    private void WriteHistogram(StringBuilder text, string labels, double sum, long[] buckets)
    {
        long count = 0;
        for (int i = 0; i < buckets.Length; i++)
        {
            count += buckets[i];
            string bound = i < _bounds!.Length ? Number(_bounds[i]) : "+Inf";
            WriteSample(text, Name + "_bucket", labels.Length == 0 ? $"le=\"{bound}\"" : $"{labels},le=\"{bound}\"", count);
        }
        WriteSample(text, Name + "_sum", labels, sum);
        WriteSample(text, Name + "_count", labels, count);
    }

    private static void WriteSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string EscapeHelp(string help) =>
        help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static double[]? AdvisedBounds(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<float> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => null,
    };
}
