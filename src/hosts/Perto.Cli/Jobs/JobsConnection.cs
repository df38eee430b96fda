using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>The scheduled jobs for a command.</summary>
internal static class JobsConnection
{
    /// <inheritdoc cref="Connection{TService}.OpenAsync"/>
    public static Task<Connection<IJobs>> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        Connection<IJobs>.OpenAsync(
            parsed,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal),
            services => services.GetRequiredService<LocalJobs>().RunningHere(),
            client => new HttpJobs(client),
            prepares: true,
            cancellationToken);
}
