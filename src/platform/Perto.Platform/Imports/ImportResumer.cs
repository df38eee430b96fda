using Microsoft.Extensions.Hosting;

namespace Perto.Platform;

/// <summary>Takes up, when the server starts, the imports that a crash left behind.</summary>
internal sealed class ImportResumer(ImportRunner imports) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => imports.ResumeAsync(stoppingToken);
}
