using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto cache</c>: what is kept so that it need not be made again.</summary>
internal static class CacheCommand
{
    public static Command Create() => new(
        "cache",
        """
        The caches: what they hold, how often they answer, clear one

        Examples:
          perto cache list
          perto cache clear streaming-home
        """)
    {
        ListCachesCommand.Create(),
        ClearCacheCommand.Create(),
    };

    /// <inheritdoc cref="Connection{TService}.OpenAsync"/>
    public static Task<Connection<ICacheAdministration>> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        Connection<ICacheAdministration>.OpenAsync(
            parsed,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal),
            services => services.GetRequiredService<LocalCaches>(),
            client => new HttpCaches(client),
            prepares: false,
            cancellationToken,
            migrates: true);

    /// <summary>Prints caches, a line for each level.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<CacheStatistics> caches)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("cache", "level", "answered", "hits", "stale", "misses", "errors", "entries", "MiB");
        foreach (CacheStatistics cache in caches)
        {
            foreach ((int at, CacheLevelStatistics level) in cache.Levels.Index())
            {
                long answered = level.Hits + level.Negative + level.Stale;
                long asked = answered + level.Misses + level.Errors;
                table.AddRow(
                    at == 0 ? Markup.Escape(cache.Name) : "",
                    Markup.Escape(level.Level),
                    asked == 0 ? "" : $"{(double)answered / asked:P1}",
                    $"{level.Hits + level.Negative:N0}",
                    $"{level.Stale:N0}",
                    $"{level.Misses:N0}",
                    $"{level.Errors:N0}",
                    at == 0 ? $"{cache.Entries:N0}" : "",
                    at == 0 ? $"{cache.Bytes / 1048576.0:N1}" : "");
            }
        }
        console.Write(table);
    }
}
