using System.CommandLine;

namespace Perto.Cli;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print the result as JSON on standard output",
        Recursive = true,
    };

    public static Option<string?> DataFolder { get; } = new("--data-folder")
    {
        Description = "Where Perto keeps its data [default: ./perto-data, or PERTO__DATAFOLDER]",
        HelpName = "FOLDER",
        Recursive = true,
    };

    public static Option<string?> Key { get; } = new("--key")
    {
        Description = "Key to show to a server [default: PERTO_KEY]",
        HelpName = "KEY",
        Recursive = true,
    };

    public static Option<Uri?> Server { get; } = new("--server")
    {
        Description = "Talk to the server at this address instead of opening the data folder",
        HelpName = "URL",
        Recursive = true,
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            if (Uri.TryCreate(given, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
                return address;
            result.AddError($"--server must be an http or https address; got '{given}'");
            return null;
        },
    };

    /// <summary>The key that the command line or the environment gives. Not the option's default, because help would print it.</summary>
    public static string? KeyOf(ParseResult parsed) =>
        parsed.GetValue(Key) ?? (Environment.GetEnvironmentVariable("PERTO_KEY") is { Length: > 0 } key ? key : null);
}
