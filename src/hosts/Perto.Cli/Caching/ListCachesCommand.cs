using System.CommandLine;
using Perto.Platform;

namespace Perto.Cli;

/// <summary><c>perto cache list</c></summary>
internal static class ListCachesCommand
{
    public static Command Create()
    {
        var command = new Command("list", "The caches, and how often each of their levels answered since the server started");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<ICacheAdministration> connection = await CacheCommand.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<CacheStatistics> caches = await connection.Service.ListAsync(cancellationToken);
            Terminal.For(parsed).Print(caches, console => CacheCommand.Print(console, caches));
            return ExitCode.Success;
        });
        return command;
    }
}
