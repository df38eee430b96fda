using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform.Tests;

public sealed partial class TelemetryCompositionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_counts_from_its_start_what_its_modules_declare()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddPerto(builder.Configuration).AddModule("sample", module => module
            .Telemetry("Sample").Series("events", "perto.events", SeriesStatistic.Rate));
        using IHost host = builder.Build();
        await host.StartAsync(Token);

        host.Services.GetRequiredService<IMeterFactory>().Create("Sample").CreateCounter<int>("perto.events").Add(3);

        Assert.Contains("perto_events_total 3\n", host.Services.GetRequiredService<PrometheusWriter>().Write(), StringComparison.Ordinal);
        Assert.Contains(host.Services.GetRequiredService<SeriesRecorder>().Read(), series => series.Name == "events");
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Traces_and_metrics_are_sent_to_the_otlp_endpoint()
    {
        var paths = new System.Collections.Concurrent.ConcurrentBag<string>();
        WebApplicationBuilder web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        await using WebApplication collector = web.Build();
        collector.Run(context =>
        {
            paths.Add(context.Request.Path);
            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", "0");
            return Task.CompletedTask;
        });
        await collector.StartAsync(Token);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration["Perto:Telemetry:OtlpEndpoint"] = collector.Urls.Single();
        builder.Services.AddPerto(builder.Configuration).AddModule("sample", module => module.Telemetry("Sample.Otlp"));
        using IHost host = builder.Build();
        await host.StartAsync(Token);

        using var source = new ActivitySource("Sample.Otlp");
        source.StartActivity("work")?.Dispose();
        host.Services.GetRequiredService<IMeterFactory>().Create("Sample.Otlp").CreateCounter<int>("events").Add(1);
        await host.StopAsync(Token);

        Assert.Contains("/opentelemetry.proto.collector.trace.v1.TraceService/Export", paths);
        Assert.Contains("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", paths);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Log_lines_go_to_standard_error_as_text_or_json(bool json)
    {
        TextWriter before = Console.Error;
        using var written = new StringWriter();
        Console.SetError(written);
        try
        {
            using (ILoggerFactory logging = LoggerFactory.Create(builder => builder.AddPertoConsole(new TelemetrySettings { JsonLogs = json })))
                Imported(logging.CreateLogger("Sample"), 7);
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Equal(json, written.ToString().Contains("\"Rows\":7", StringComparison.Ordinal));
        Assert.Contains("Imported 7 rows", written.ToString(), StringComparison.Ordinal);
    }

    [LoggerMessage(LogLevel.Information, "Imported {Rows} rows")]
    private static partial void Imported(ILogger logger, int rows);
}
