using System.CommandLine;
using Perto.Server;

namespace Perto.Cli;

/// <summary><c>perto demo</c>: from nothing to a page of recommendations.</summary>
internal static class DemoCommand
{
    private static readonly Option<string?> Data = new("--data")
    {
        Description = "A folder that 'perto streaming import' reads [default: a made-up service of 800 people and 2,000 titles]",
        HelpName = "FOLDER",
    };

    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Where to listen [default: http://127.0.0.1:7378]",
        HelpName = "URLS",
    };

    private static readonly Option<bool> NoServe = new("--no-serve")
    {
        Description = "Stop when everything is made instead of starting the server",
    };

    public static Command Create()
    {
        var command = new Command("demo", "Import, train, evaluate and serve a film service, in under a minute") { Data, Urls, NoServe };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            Dictionary<string, string?> settings = HostSettings.From(parsed);
            if (parsed.GetValue(Urls) is { } urls)
                settings["Perto:Server:Urls"] = urls;
            await using PertoHost host = PertoServer.Create(new PertoServerOptions { Settings = settings });
            await host.PrepareAsync(cancellationToken);
            var demo = new Demo(host.Services, new Steps(terminal));
            DemoReport report = await demo.MakeAsync(parsed.GetValue(Data), cancellationToken);
            if (parsed.GetValue(NoServe))
            {
                terminal.Print(report, _ => { });
                return ExitCode.Success;
            }

            await host.StartAsync(cancellationToken);
            ServeCommand.TellFirstKey(terminal, host);
            await host.WaitUntilReadyAsync(cancellationToken);
            terminal.Print(report with { Address = host.Address }, _ => demo.Invite(host.Address, report));
            await host.WaitForShutdownAsync(cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }
}
