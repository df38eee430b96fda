using System.CommandLine;
using Perto.Platform;

namespace Perto.Cli;

/// <summary><c>perto cache clear CACHE</c></summary>
internal static class ClearCacheCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("cache") { Description = "Name of the cache; see 'perto cache list'" };
        var command = new Command("clear", "Remove all values of the tenant from a cache, on all servers") { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<ICacheAdministration> connection = await CacheCommand.OpenAsync(parsed, cancellationToken);
            CacheStatistics cache = await connection.Service.ClearAsync(parsed.GetValue(name)!, cancellationToken);
            Terminal.For(parsed).Print(cache, console => CacheCommand.Print(console, [cache]));
            return ExitCode.Success;
        });
        return command;
    }
}
