using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Streaming;

namespace Perto.Cli;

/// <summary>Imports a folder into a service of its own, with all that a running server would have made of it.</summary>
internal static class ImportStep
{
    /// <summary>Imports; returns what was done.</summary>
    public static async Task<string> RunAsync(IServiceProvider services, string folder, IProgress<(double Done, string Detail)> progress, CancellationToken cancellationToken)
    {
        var relay = new Progress<ImportProgress>(now => progress.Report((now.Done, $"{now.File} {now.RowsRead:N0} rows")));
        ImportReport report = await services.GetRequiredService<StreamingTenants>().For(TenantId.Local).ImportAsync(folder, relay, cancellationToken);
        long counted = await services.GetRequiredService<ActivityCounting>().CountAsync(TenantId.Local, progress: null, cancellationToken);
        await services.GetRequiredService<ContentVectors>().RefreshAsync(TenantId.Local, cancellationToken);
        return $"{report.RowsRead:N0} rows, {counted:N0} events counted";
    }
}
