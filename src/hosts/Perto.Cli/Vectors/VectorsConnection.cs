using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>The vector database for a command.</summary>
internal static class VectorsConnection
{
    /// <inheritdoc cref="Connection{TService}.OpenAsync"/>
    public static Task<Connection<IVectorDatabase>> OpenAsync(ParseResult parsed, CancellationToken cancellationToken, bool prepares = true, string? key = null) =>
        Connection<IVectorDatabase>.OpenAsync(
            parsed,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal),
            services => new LocalVectorDatabase(services.GetRequiredService<VectorCollections>(), TenantId.Local, TimeProvider.System),
            client => new HttpVectorDatabase(client),
            prepares,
            cancellationToken,
            key: key);
}
