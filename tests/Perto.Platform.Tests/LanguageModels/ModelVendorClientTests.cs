using System.Diagnostics;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>Doubles of services of language models are checked by the clients that the vendors give out: <c>client/check.mjs</c> says what they do.</summary>
public sealed class ModelVendorClientTests
{
    [Fact]
    public async Task The_vendors_own_clients_find_in_the_doubles_what_they_find_in_the_services()
    {
        string? node = TestPrograms.Find("node", "node.exe");
        Assert.SkipUnless(node is not null, "Node.js was not found.");
        await using OpenAIDouble openAI = await OpenAIDouble.StartAsync("key");
        await using CohereDouble cohere = await CohereDouble.StartAsync("key");
        await using JinaDouble jina = await JinaDouble.StartAsync("key");
        ProcessStartInfo start = new(node)
        {
            ArgumentList = { TestRepository.Find("tests/Perto.Platform.Tests/client/check.mjs"), openAI.Address.AbsoluteUri, cohere.Address.AbsoluteUri, jina.Address.AbsoluteUri },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process client = Process.Start(start)!;
        Task<string> output = client.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await client.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(client.ExitCode == 0, $"{errors}\n{await output}");
        Assert.Equal(8, (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
