using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Server;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto database copy --to URL</c></summary>
internal static class CopyDatabaseCommand
{
    private static readonly Option<string> To = new("--to")
    {
        Description = "The PostgreSQL to copy into, empty: postgres://user:password@host/database",
        HelpName = "URL",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command("copy", "Move from the SQLite file of the data folder to an empty PostgreSQL; stop the server first") { To };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            await using PertoHost source = Host(parsed, url: null);
            await using PertoHost target = Host(parsed, parsed.GetValue(To));
            // Takes the data folder, so that no server writes to it meanwhile.
            foreach (PertoHost host in new[] { source, target })
                await host.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);
            var copy = new DatabaseCopy(source.Services.GetRequiredService<IDatabase>(), target.Services.GetRequiredService<IDatabase>());
            IReadOnlyList<CopiedTable> tables = [];
            await new Steps(terminal).RunAsync("Copy", async progress =>
            {
                tables = await copy.RunAsync(new Progress<CopyProgress>(now => progress.Report((now.Done, now.Table))), cancellationToken);
                return $"{tables.Sum(table => table.Rows):N0} rows of {tables.Count} tables, each compared";
            });
            terminal.Print(new { Tables = tables }, console =>
            {
                console.MarkupLineInterpolated($" Next        PERTO__DATABASE__URL=... perto serve");
                console.MarkupLineInterpolated($"             derived collections are filled at its start; users' own: perto vectors copy --to URL");
            });
            return ExitCode.Success;
        });
        return command;
    }

    private static PertoHost Host(ParseResult parsed, string? url)
    {
        Dictionary<string, string?> settings = HostSettings.From(parsed);
        settings["Perto:Workers"] = "false";
        settings["Perto:Database:Url"] = url;
        return PertoServer.Create(new PertoServerOptions { Settings = settings });
    }
}
