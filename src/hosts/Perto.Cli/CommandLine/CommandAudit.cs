using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>
/// Enters a command that changes or exports data in process into the audit log, when it begins. Through a server it stands there as its requests.
/// </summary>
internal static class CommandAudit
{
    private static readonly HashSet<string> Entered = new(StringComparer.Ordinal)
    {
        "streaming import", "streaming train", "vectors import", "vectors export", "vectors compact", "vectors copy",
        "experiments create", "experiments start", "experiments stop", "experiments export",
        "features declare", "features write", "features record", "features backfill", "features join", "features export",
    };

    public static async Task EnterAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancellationToken)
    {
        string command = PathOf(parsed.CommandResult.Command);
        if (!Entered.Contains(command))
            return;
        var entry = new AuditEntry { Tenant = TenantId.Local, Actor = Caller.LocalActor, Action = $"perto {command}" };
        await services.GetRequiredService<AuditLog>().AppendAsync([entry], cancellationToken);
    }

    private static string PathOf(Command command) =>
        string.Join(' ', command.Parents.OfType<Command>().Where(parent => parent is not RootCommand).Select(parent => parent.Name).Append(command.Name));
}
