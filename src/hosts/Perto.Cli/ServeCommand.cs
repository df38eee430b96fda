using System.CommandLine;
using Perto.Server;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto serve</c></summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Where to listen [default: http://127.0.0.1:7378]",
        HelpName = "URLS",
    };

    private static readonly Option<bool?> Workers = new("--workers")
    {
        Description = "Whether this process does background work [default: true]",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Start the server: HTTP API, console and background work") { Urls, Workers };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Dictionary<string, string?> settings = HostSettings.From(parsed);
            if (parsed.GetValue(Urls) is { } urls)
                settings["Perto:Server:Urls"] = urls;
            if (parsed.GetValue(Workers) is { } workers)
                settings["Perto:Workers"] = workers ? "true" : "false";
            await using PertoHost host = PertoServer.Create(new PertoServerOptions { Settings = settings });
            await host.StartAsync(cancellationToken);
            var terminal = Terminal.For(parsed);
            TellFirstKey(terminal, host);
            await host.WaitUntilReadyAsync(cancellationToken);
            terminal.Print(
                new { host.Address, host.Access, host.FirstKey },
                console =>
                {
                    console.WriteLine($"Perto answers at {host.Address} (Ctrl+C stops)");
                    console.WriteLine($"Access: {host.AccessWords}");
                });
            await host.WaitForShutdownAsync(cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Prints the key that a first start made. Before the server is ready, which may fail: the key is not shown again.</summary>
    internal static void TellFirstKey(Terminal terminal, PertoHost host)
    {
        if (!terminal.IsJson && host.FirstKey is { } first)
            terminal.Result.WriteLine($"The first key of this installation, which is shown only now (operator, tenant local):{Environment.NewLine}  {first}");
    }
}
