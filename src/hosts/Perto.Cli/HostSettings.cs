using System.CommandLine;

namespace Perto.Cli;

/// <summary>What the command line says, as settings of a host. A flag wins over the environment, and that over the file.</summary>
internal static class HostSettings
{
    public static Dictionary<string, string?> From(ParseResult parsed)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (parsed.GetValue(GlobalOptions.DataFolder) is { } folder)
            settings["Perto:DataFolder"] = folder;
        return settings;
    }
}
