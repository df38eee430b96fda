using System.CommandLine;
using Perto.Server;

namespace Perto.Cli;

/// <summary><c>perto openapi</c></summary>
internal static class OpenApiCommand
{
    public static Command Create()
    {
        var command = new Command("openapi", "Print the OpenAPI document of the HTTP API");
        command.SetAction(async (_, cancellationToken) =>
        {
            await Console.Out.WriteLineAsync(await PertoServer.OpenApiAsync(cancellationToken: cancellationToken));
            return ExitCode.Success;
        });
        return command;
    }
}
