using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace Perto.Platform.Tests;

public sealed class PrometheusWriterTests : IDisposable
{
    private readonly ServiceProvider _host = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ServiceProvider _otherHost = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Meter _meter;
    private readonly PrometheusWriter _writer;

    public PrometheusWriterTests()
    {
        _meter = _host.GetRequiredService<IMeterFactory>().Create("Sample");
        _writer = new PrometheusWriter(_host.GetRequiredService<IMeterFactory>(), [new PertoModule("sample", null, null, ["Sample"], [])]);
        _writer.Start();
    }

    [Fact]
    public void Counters_are_added_up_for_each_set_of_labels_whatever_their_order()
    {
        Counter<long> requests = _meter.CreateCounter<long>("perto.http.requests", description: "Requests\nanswered \\ counted");
        requests.Add(2, new("route", "/v1/a"), new("status", 200));
        requests.Add(3, new("status", 200), new("route", "/v1/a"));
        requests.Add(1, new("route", "/v1/\"b\"\\\n"), new("status", 500));

        Assert.Equal(
            """
            # HELP perto_http_requests_total Requests\nanswered \\ counted
            # TYPE perto_http_requests_total counter
            perto_http_requests_total{route="/v1/\"b\"\\\n",status="500"} 1
            perto_http_requests_total{route="/v1/a",status="200"} 5
            """,
            Ours());
    }

    [Fact]
    public void Histograms_count_their_values_in_buckets_that_add_up()
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.1] };
        Histogram<double> duration = _meter.CreateHistogram("perto.http.request.duration", "s", description: null, tags: null, advice);
        foreach (double value in (double[])[0.005, 0.01, 0.02, 5, double.NaN])
            duration.Record(value, new KeyValuePair<string, object?>("route", "/"));

        Assert.Equal(
            """
            # TYPE perto_http_request_duration_seconds histogram
            perto_http_request_duration_seconds_bucket{route="/",le="0.01"} 2
            perto_http_request_duration_seconds_bucket{route="/",le="0.1"} 3
            perto_http_request_duration_seconds_bucket{route="/",le="+Inf"} 4
            perto_http_request_duration_seconds_sum{route="/"} 5.035
            perto_http_request_duration_seconds_count{route="/"} 4
            """,
            Ours());
    }

    [Fact]
    public void Histograms_have_buckets_for_seconds_unless_told_otherwise()
    {
        _meter.CreateHistogram<double>("wait", "s").Record(0.3);
        _meter.CreateHistogram<int>("size", "By").Record(300);

        Assert.Contains("wait_seconds_bucket{le=\"0.25\"} 0\nwait_seconds_bucket{le=\"0.5\"} 1\n", _writer.Write(), StringComparison.Ordinal);
        Assert.Contains("size_bytes_bucket{le=\"250\"} 0\nsize_bytes_bucket{le=\"500\"} 1\n", _writer.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Gauges_have_their_last_value_and_observed_ones_are_asked_for()
    {
        long depth = 3;
        int[] shards = [1, 2];
        _meter.CreateObservableGauge("queue.depth", () => depth);
        _meter.CreateObservableCounter("queue.seen", () => 7.5);
        _meter.CreateObservableUpDownCounter("queue.open", () => shards.Select(shard => new Measurement<int>(shard, new KeyValuePair<string, object?>("shard", shard))));
        Gauge<double> load = _meter.CreateGauge<double>("load", "%");
        load.Record(double.PositiveInfinity);
        UpDownCounter<int> running = _meter.CreateUpDownCounter<int>("running", "{task}");
        running.Add(2);
        running.Add(-1);
        _writer.Write();
        depth = 4;
        shards = [2];

        Assert.Equal(
            """
            # TYPE load_percent gauge
            load_percent +Inf
            # TYPE queue_depth gauge
            queue_depth 4
            # TYPE queue_open gauge
            queue_open{shard="2"} 2
            # TYPE queue_seen_total counter
            queue_seen_total 7.5
            # TYPE running gauge
            running 1
            """,
            Ours());
    }

    [Fact]
    public void Labels_without_bound_do_not_fill_the_memory()
    {
        Counter<int> counter = _meter.CreateCounter<int>("seen");
        for (int i = 0; i < 5_000; i++)
            counter.Add(1, new KeyValuePair<string, object?>("user", i));

        string[] samples = [.. Ours().Split('\n').Where(line => !line.StartsWith('#'))];
        Assert.Equal(1_001, samples.Length);
        Assert.Contains("seen_total{otel_metric_overflow=\"true\"} 4000", samples);
    }

    [Fact]
    public void Other_meters_and_other_hosts_are_left_out_and_the_runtime_is_in()
    {
        _otherHost.GetRequiredService<IMeterFactory>().Create("Sample").CreateCounter<int>("foreign").Add(1);
        _host.GetRequiredService<IMeterFactory>().Create("Unknown").CreateCounter<int>("unknown").Add(1);

        string text = _writer.Write();

        Assert.DoesNotContain("foreign", text, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE dotnet_process_memory_working_set_bytes gauge\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_comes_twice_has_one_type()
    {
        _meter.CreateCounter<int>("twice_total").Add(1);
        _meter.CreateCounter<int>("twice").Add(2);
        _meter.CreateGauge<int>("twice_total").Record(9);

        Assert.Equal("# TYPE twice_total counter\ntwice_total 3", Ours());
    }

    [Fact]
    public async Task Values_counted_at_once_are_all_counted()
    {
        Counter<long> counter = _meter.CreateCounter<long>("parallel");
        Histogram<double> histogram = _meter.CreateHistogram<double>("parallel.time", "s");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("odd", i % 2 == 1));
                histogram.Record(1);
            }
        })));

        string text = Ours();
        Assert.Contains("parallel_total{odd=\"false\"} 40000\nparallel_total{odd=\"true\"} 40000", text, StringComparison.Ordinal);
        Assert.Contains("parallel_time_seconds_count 80000", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_line_keeps_to_the_format()
    {
        _meter.CreateCounter<int>("9 weird-näme", "a b").Add(1, new KeyValuePair<string, object?>("9 lable-ñame", null));

        Assert.All(_writer.Write().TrimEnd('\n').Split('\n'), line => Assert.Matches(
            new Regex("^(# (HELP|TYPE) [a-zA-Z_][a-zA-Z0-9_]* .+|[a-zA-Z_][a-zA-Z0-9_]*(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)+\\})? (NaN|[+-]Inf|[-+0-9.eE]+))$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)), line));
    }

    public void Dispose()
    {
        _writer.Dispose();
        _host.Dispose();
        _otherHost.Dispose();
    }

    /// <summary>What is written of our own meter.</summary>
    private string Ours() => string.Join('\n', _writer.Write().TrimEnd('\n').Split('\n').Where(line => !line.Contains("dotnet_", StringComparison.Ordinal) && !line.Contains("kestrel_", StringComparison.Ordinal)));
}
