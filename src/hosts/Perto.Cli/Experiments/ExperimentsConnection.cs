using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Targeting;

namespace Perto.Cli;

/// <summary>The experiments for a command.</summary>
internal static class ExperimentsConnection
{
    /// <inheritdoc cref="Connection{TService}.OpenAsync"/>
    public static Task<Connection<IExperiments>> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        Connection<IExperiments>.OpenAsync(
            parsed,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal),
            services => services.GetRequiredService<ExperimentTenants>().For(TenantId.Local),
            client => new HttpExperiments(client),
            prepares: false,
            cancellationToken,
            migrates: true);
}
