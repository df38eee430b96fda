using System.Text.Json.Nodes;

namespace Perto.Cli.Tests;

/// <summary>Runs the command in this process on a data folder, with what it prints. The console belongs to the process, so one at a time.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command that must succeed, and reads the JSON that it prints.</summary>
    public static async Task<JsonNode> JsonAsync(string dataFolder, params string[] args)
    {
        (int exitCode, string output, string error) = await RunAsync(dataFolder, ["--json", .. args]);
        Assert.True(exitCode == 0, error);
        return JsonNode.Parse(output)!;
    }

    /// <summary>Runs a command.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string dataFolder, params string[] args)
    {
        (TextWriter outputBefore, TextWriter errorBefore) = (Console.Out, Console.Error);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            return (await PertoCommand.RunAsync(["--data-folder", dataFolder, .. args]), output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(outputBefore);
            Console.SetError(errorBefore);
        }
    }
}
