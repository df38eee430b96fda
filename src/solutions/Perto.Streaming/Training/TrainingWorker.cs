using Microsoft.Extensions.Hosting;

namespace Perto.Streaming;

/// <summary>Trains beside the requests of a server.</summary>
internal sealed class TrainingWorker(TrainingRuns runs) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => runs.WorkAsync(stoppingToken);
}
