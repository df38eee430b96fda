using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class SeriesRecorderTests : IDisposable
{
    private readonly ServiceProvider _host = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ManualTimeProvider _clock = new();
    private readonly Meter _meter;
    private readonly SeriesRecorder _recorder;

    public SeriesRecorderTests()
    {
        IMeterFactory meters = _host.GetRequiredService<IMeterFactory>();
        _meter = meters.Create("Sample");
        _recorder = new SeriesRecorder(
            meters,
            [
                new SeriesDefinition("requests", "perto.requests", SeriesStatistic.Rate),
                new SeriesDefinition("p50", "perto.duration", SeriesStatistic.Median),
                new SeriesDefinition("p99", "perto.duration", SeriesStatistic.P99),
            ],
            _clock);
        _recorder.Start();
    }

    [Fact]
    public void A_rate_is_what_was_counted_in_an_interval_per_second()
    {
        Counter<long> requests = _meter.CreateCounter<long>("perto.requests");
        requests.Add(10, new KeyValuePair<string, object?>("route", "a"));
        requests.Add(5, new KeyValuePair<string, object?>("route", "b"));
        _clock.Advance(TimeSpan.FromSeconds(5));
        _clock.Advance(TimeSpan.FromSeconds(4));
        requests.Add(1);
        _clock.Advance(TimeSpan.FromSeconds(1));

        RecordedSeries series = _recorder.Read()[0];

        Assert.Equal(("requests", SeriesUnit.PerSecond), (series.Name, series.Unit));
        Assert.Equal([3, 0.2], series.Points.Select(point => point.Value));
        Assert.Equal(_clock.GetUtcNow(), series.Points[^1].At);
    }

    [Fact]
    public void Percentiles_are_near_the_true_ones_and_skip_intervals_without_values()
    {
        Histogram<double> duration = _meter.CreateHistogram<double>("perto.duration", "s");
        double[] values = [.. Enumerable.Range(1, 10_000).Select(i => i / 10_000.0)];
        Seeds.Random().Shuffle(values);
        foreach (double value in values)
            duration.Record(value);
        _clock.Advance(TimeSpan.FromSeconds(10));

        IReadOnlyList<RecordedSeries> series = _recorder.Read();

        Assert.InRange(Assert.Single(series[1].Points).Value, 500 * 0.975, 500 * 1.025);
        Assert.InRange(Assert.Single(series[2].Points).Value, 990 * 0.975, 990 * 1.025);
        Assert.Equal(SeriesUnit.Milliseconds, series[2].Unit);
    }

    [Theory, InlineData(0), InlineData(1e-9), InlineData(1e-6), InlineData(0.0123), InlineData(1e9)]
    public void A_single_duration_of_any_size_is_both_percentiles(double seconds)
    {
        _meter.CreateHistogram<double>("perto.duration", "s").Record(seconds);
        _clock.Advance(TimeSpan.FromSeconds(5));

        IReadOnlyList<RecordedSeries> series = _recorder.Read();

        double given = Assert.Single(series[1].Points).Value;
        Assert.Equal(given, Assert.Single(series[2].Points).Value);
        if (seconds is > 1e-6 and < 1e4)
            Assert.InRange(given, seconds * 975, seconds * 1_025);
    }

    [Fact]
    public void The_last_15_minutes_are_kept()
    {
        Counter<int> requests = _meter.CreateCounter<int>("perto.requests");
        for (int i = 0; i < 500; i++)
        {
            requests.Add(5 * i);
            _clock.Advance(SeriesRecorder.Interval);
        }

        IReadOnlyList<SeriesPoint> points = _recorder.Read()[0].Points;

        Assert.Equal(Enumerable.Range(320, 180).Select(i => (double)i), points.Select(point => point.Value));
    }

    public void Dispose()
    {
        _recorder.Dispose();
        _host.Dispose();
    }
}
