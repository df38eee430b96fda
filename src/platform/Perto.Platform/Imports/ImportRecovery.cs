using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Finds imports that nobody is going on with: those of a command that was killed.</summary>
internal sealed class ImportRecovery(ImportRunner imports, IDatabase database, TimeProvider clock, ILogger<ImportRecovery> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool looked = false;
        // The only process of a SQLite database knows its own runs.
        while (!looked || database.Dialect == SqlDialect.Postgres)
        {
            try
            {
                await imports.RecoverAsync(stoppingToken);
                looked = true;
            }
            catch (Exception failure) when (!failure.IsCancellationBy(stoppingToken))
            {
                // Left to the host it would stop the server, which answers requests also while the database is away.
                logger.ImportsNotLookedFor(failure);
            }

            await Task.Delay(Look, clock, stoppingToken);
        }
    }
}
