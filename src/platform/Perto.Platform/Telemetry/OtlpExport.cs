using System.Reflection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Perto.Platform;

/// <summary>Sends the modules' traces and metrics by OTLP where <c>Perto:Telemetry:OtlpEndpoint</c> is set; else does nothing.</summary>
internal sealed class OtlpExport(PertoSettings settings, IEnumerable<PertoModule> modules) : IHostedService, IDisposable
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Telemetry.OtlpEndpoint is not { } endpoint)
            return Task.CompletedTask;
        string[] names = [.. modules.SelectMany(module => module.Telemetry).Distinct()];
        ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService("perto", serviceVersion: Version);
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(names)
            .AddOtlpExporter(options => To(options, endpoint))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter([.. names, "System.Runtime"])
            .AddOtlpExporter(options => To(options, endpoint))
            .Build();
        return Task.CompletedTask;
    }

    // Disposing sends what is left.
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, cancellationToken);

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static string? Version => typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static void To(OtlpExporterOptions options, Uri endpoint) => options.Endpoint = endpoint;
}
