using Perto.Testing;

namespace Perto.EndToEnd;

/// <summary>The command <c>perto</c> as it was built beside these tests.</summary>
internal static class PertoProgram
{
    // The same configuration and framework as these tests: bin/Debug/net10.0.
    private static readonly string Assembly = Path.Combine(
        TestRepository.Find("src/hosts/Perto.Cli"),
        Path.GetRelativePath(TestRepository.Find("tests/Perto.EndToEnd"), AppContext.BaseDirectory),
        "perto.dll");

    /// <summary>Runs a command until it ends: <c>RunAsync(folder, ["import", "ml-100k"])</c>.</summary>
    /// <param name="dataFolder">The data folder it works on.</param>
    /// <param name="arguments">The command line after <c>perto</c>.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    public static Task<ProcessResult> RunAsync(string dataFolder, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync("dotnet", [Assembly, .. arguments], Environment(dataFolder), cancellationToken: cancellationToken);

    /// <summary>Starts a command, with environment variables beside those of the tests.</summary>
    public static ChildProcess Start(string dataFolder, IEnumerable<string> arguments, params (string Name, string Value)[] settings)
    {
        Dictionary<string, string?> environment = Environment(dataFolder);
        foreach ((string name, string value) in settings)
            environment[name] = value;
        return ChildProcess.Start("dotnet", [Assembly, .. arguments], environment);
    }

    /// <summary>Starts <c>perto serve</c>, or another command that serves, on a free port and waits until it is ready.</summary>
    /// <param name="dataFolder">The data folder it owns.</param>
    /// <param name="arguments">The command line after <c>perto</c>; <c>serve</c> when empty.</param>
    /// <param name="cancellationToken">Ends the wait and kills the program.</param>
    /// <param name="settings">Environment variables beside those of the tests: <c>PERTO__SERVER__DRAINSECONDS</c>.</param>
    public static Task<RunningServer> ServeAsync(
        string dataFolder, string[] arguments, CancellationToken cancellationToken, params (string Name, string Value)[] settings)
        => RunningServer.ReadyAsync(Start(dataFolder, arguments.DefaultIfEmpty("serve"), settings), cancellationToken);

    private static Dictionary<string, string?> Environment(string dataFolder) => new()
    {
        ["PERTO__DATAFOLDER"] = dataFolder,
        ["PERTO__SERVER__URLS"] = "http://127.0.0.1:0",

        // A machine that is busy with other tests must not cost a page its sources.
        ["PERTO__STREAMING__SOURCEBUDGETMS"] = "60000",
    };
}
