using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>The derived collections for a command.</summary>
internal static class CollectionsConnection
{
    /// <inheritdoc cref="Connection{TService}.OpenAsync"/>
    public static Task<Connection<ICollectionRebuilds>> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        Connection<ICollectionRebuilds>.OpenAsync(
            parsed,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal),
            services => services.GetRequiredService<LocalCollectionRebuilds>().RunningHere(),
            client => new HttpCollectionRebuilds(client),
            prepares: true,
            cancellationToken);
}
