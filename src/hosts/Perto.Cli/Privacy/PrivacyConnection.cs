using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>Privacy for a command.</summary>
internal static class PrivacyConnection
{
    /// <inheritdoc cref="Connection{TService}.OpenAsync"/>
    public static Task<Connection<IPrivacy>> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        Connection<IPrivacy>.OpenAsync(
            parsed,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal),
            services => services.GetRequiredService<PrivacyTenants>().For(TenantId.Local),
            client => new HttpPrivacy(client, TimeProvider.System),
            prepares: true,
            cancellationToken);
}
