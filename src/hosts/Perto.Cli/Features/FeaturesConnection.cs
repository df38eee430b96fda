using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>The feature store for a command.</summary>
internal static class FeaturesConnection
{
    /// <inheritdoc cref="Connection{TService}.OpenAsync"/>
    public static Task<Connection<IFeatures>> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        Connection<IFeatures>.OpenAsync(
            parsed,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal),
            services => new LocalFeatures(
                services.GetRequiredService<FeatureStore>(),
                services.GetRequiredService<FeatureMonitor>(),
                services.GetRequiredService<FeatureExports>(),
                TenantId.Local),
            client => new HttpFeatures(client),
            prepares: true,
            cancellationToken);
}
