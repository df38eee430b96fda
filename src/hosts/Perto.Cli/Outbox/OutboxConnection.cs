using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>The outbox for a command.</summary>
internal static class OutboxConnection
{
    /// <inheritdoc cref="Connection{TService}.OpenAsync"/>
    public static Task<Connection<IOutboxAdministration>> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        Connection<IOutboxAdministration>.OpenAsync(
            parsed,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal),
            services => new LocalOutboxAdministration(
                services.GetRequiredService<OutboxStatus>(), services.GetRequiredService<DeadLetters>(), TenantId.Local),
            client => new HttpOutboxAdministration(client),
            prepares: true,
            cancellationToken);
}
