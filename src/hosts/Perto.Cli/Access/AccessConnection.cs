using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>Keys and the audit log for a command. In process, whoever may open the database may do everything.</summary>
internal static class AccessConnection
{
    public static Task<Connection<IKeys>> KeysAsync(ParseResult parsed, CancellationToken cancellationToken) => OpenAsync<IKeys>(
        parsed, services => new LocalKeys(services.GetRequiredService<KeyStore>(), Caller.Local), client => new HttpKeys(client), cancellationToken);

    public static Task<Connection<IAudit>> AuditAsync(ParseResult parsed, CancellationToken cancellationToken) => OpenAsync<IAudit>(
        parsed, services => new LocalAudit(services.GetRequiredService<AuditLog>(), Caller.Local), client => new HttpAudit(client), cancellationToken);

    private static Task<Connection<T>> OpenAsync<T>(
        ParseResult parsed, Func<IServiceProvider, T> local, Func<HttpClient, T> remote, CancellationToken cancellationToken) => Connection<T>.OpenAsync(
            parsed, new Dictionary<string, string?>(StringComparer.Ordinal), local, remote, prepares: false, cancellationToken, migrates: true);
}
