using Microsoft.Extensions.Hosting;

namespace Perto.Platform;

/// <summary>Begins to count with the host, rather than when somebody first asks.</summary>
internal sealed class TelemetryStart(PrometheusWriter prometheus, SeriesRecorder series) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        prometheus.Start();
        series.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
