using System.Diagnostics;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>The client that another product gives out, pointed at a server of Perto: <c>client/{product}/client.test.mjs</c> says what it does.</summary>
internal static class OfficialClient
{
    /// <summary>Runs its tests, all of which must pass.</summary>
    /// <param name="product">The folder in <c>client</c>.</param>
    /// <param name="server">The server, which requires keys.</param>
    /// <param name="scope">What the client's key may do.</param>
    /// <param name="tests">How many tests there are: none is to be passed over.</param>
    public static async Task RunAsync(string product, RunningServer server, string scope, int tests)
    {
        string folder = Path.Combine(TestRepository.Root, "tests", "Perto.Server.Tests", "client", product);
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "The official client is not installed: install Node.js 20 or newer with npm, and build this project again.");
        ProcessStartInfo start = new("node", ["--test", "--test-reporter=spec", "client.test.mjs"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PERTO_URL"] = server.Host.Address, ["PERTO_KEY"] = (await server.Host.IssueAsync("acme", scope)).Key, ["NO_COLOR"] = "1" },
        };
        using Process node = Process.Start(start)!;
        Task<string> output = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, $"{await output}{await errors}");
        Assert.Contains($"pass {tests}\n", await output, StringComparison.Ordinal);
    }
}
