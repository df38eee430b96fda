using System.Diagnostics;
using Perto.Testing;

namespace Perto.Qdrant.Tests;

/// <summary>The double, asked by the client that its maker gives out.</summary>
public sealed class OfficialClientTests
{
    private const string Key = "a-key-for-tests";

    [Fact]
    public async Task The_official_client_reads_what_the_double_answers()
    {
        string folder = Path.Combine(TestRepository.Root, "tests", "Perto.Qdrant.Tests", "client");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "The official client is not installed: install Node.js 20 or newer with npm, and build this project again.");
        await using QdrantDouble server = await QdrantDouble.StartAsync(Key);
        ProcessStartInfo start = new("node", ["--test", "--test-reporter=spec", "client.test.mjs"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["QDRANT_URL"] = server.Url, ["QDRANT_KEY"] = Key, ["NO_COLOR"] = "1" },
        };
        using Process node = Process.Start(start)!;
        Task<string> output = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, $"{await output}{await errors}");
        Assert.Contains("pass 10", await output, StringComparison.Ordinal);
        Assert.Empty(server.Collections);
    }
}
