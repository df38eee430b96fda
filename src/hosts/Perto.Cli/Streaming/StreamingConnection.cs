using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Streaming;

namespace Perto.Cli;

/// <summary>The streaming solution for a command.</summary>
internal static class StreamingConnection
{
    // Nobody waits for a page: code that is compiled on first use must not cost a source its place.
    private static readonly Dictionary<string, string?> Settings = new(StringComparer.Ordinal) { ["Perto:Streaming:SourceBudgetMs"] = "10000" };

    /// <inheritdoc cref="Connection{TService}.OpenAsync"/>
    public static Task<Connection<IStreaming>> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        Connection<IStreaming>.OpenAsync(
            parsed,
            Settings,
            services => services.GetRequiredService<StreamingTenants>().For(TenantId.Local),
            client => new HttpStreaming(client, TimeProvider.System),
            prepares: true,
            cancellationToken);
}
