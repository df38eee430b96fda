namespace Perto.Platform;

/// <summary>One series: the interval that runs, and those that have ended.</summary>
internal sealed class SeriesTrack(SeriesDefinition definition, int maxPoints)
{
    private readonly Lock _lock = new();
    private readonly Queue<SeriesPoint> _points = new();
    private DurationSketch _durations = new();
    private double _sum;

    public SeriesDefinition Definition { get; } = definition;

    public void Record(double value)
    {
        lock (_lock)
        {
            if (Definition.Statistic == SeriesStatistic.Rate)
                _sum += value;
            else
                _durations.Record(value);
        }
    }

    public void EndInterval(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (Value() is { } value)
                _points.Enqueue(new SeriesPoint(now, value));
            // By time, not by number: a percentile skips intervals, and must not reach further back for it.
            while (_points.TryPeek(out SeriesPoint? oldest) && oldest.At <= now - (maxPoints * SeriesRecorder.Interval))
                _points.Dequeue();
            _sum = 0;
            _durations = new DurationSketch();
        }
    }

    public RecordedSeries Read()
    {
        lock (_lock)
            return new RecordedSeries(Definition.Name, Definition.Unit, [.. _points]);
    }

    private double? Value() => Definition.Statistic switch
    {
        SeriesStatistic.Rate => _sum / SeriesRecorder.Interval.TotalSeconds,
        SeriesStatistic.Median => _durations.Percentile(0.5) * 1_000,
        _ => _durations.Percentile(0.99) * 1_000,
    };
}
