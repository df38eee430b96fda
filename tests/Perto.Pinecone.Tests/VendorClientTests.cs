using System.Diagnostics;
using Perto.Testing;

namespace Perto.Pinecone.Tests;

/// <summary>The double is checked by the client that the vendor gives out: <c>client/check.mjs</c> says what it does.</summary>
public sealed class VendorClientTests
{
    [Fact]
    public async Task The_vendors_own_client_finds_in_the_double_what_it_finds_in_the_service()
    {
        string? node = TestPrograms.Find("node", "node.exe");
        Assert.SkipUnless(node is not null, "Node.js was not found.");
        await using PineconeDouble pinecone = await PineconeDouble.StartAsync();
        ProcessStartInfo start = new(node)
        {
            ArgumentList = { TestRepository.Find("tests/Perto.Pinecone.Tests/client/check.mjs"), pinecone.Address.AbsoluteUri, pinecone.ApiKey },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process client = Process.Start(start)!;
        Task<string> output = client.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await client.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(client.ExitCode == 0, $"{errors}\n{await output}");
        Assert.Equal(12, (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
