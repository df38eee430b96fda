using Perto.Testing;

namespace Perto.EndToEnd;

public sealed class RunningServerTests
{
    private static readonly string Small = TestRepository.Find("tests/Perto.EndToEnd/browser/small-server.mjs");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_ready_on_the_address_it_printed_and_stops_in_order_when_asked()
    {
        await using RunningServer server = await StartAsync();

        Assert.NotEqual(0, server.Address.Port);
        Assert.Equal("hello", await server.Http.GetStringAsync("anything", Cancellation));

        ProcessResult result = await server.StopAsync(Cancellation);
        Assert.Equal(7, result.ExitCode);
        Assert.Contains("goodbye", result.Output);
        Assert.Contains("listening on", result.Error);
    }

    [Fact]
    public async Task A_server_that_is_killed_says_nothing_more()
    {
        await using RunningServer server = await StartAsync();

        ProcessResult result = await server.KillAsync(Cancellation);

        Assert.Equal(128 + 9, result.ExitCode);
        Assert.DoesNotContain("goodbye", result.Output);
    }

    [Fact]
    public async Task A_server_that_ends_before_it_is_ready_is_told_with_what_it_printed()
    {
        ChildProcess process = ChildProcess.Start(Node(), ["--eval", "console.error('port 7378 is in use'); process.exit(3)"]);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningServer.ReadyAsync(process, Cancellation));

        Assert.Contains("exit code 3", failure.Message);
        Assert.Contains("port 7378 is in use", failure.Message);
    }

    private static Task<RunningServer> StartAsync() => RunningServer.ReadyAsync(
        ChildProcess.Start(Node(), [Small], new Dictionary<string, string?> { ["GREETING"] = "hello" }), Cancellation);

    private static string Node()
    {
        string? node = TestPrograms.Find("node");
        Assert.SkipWhen(node is null, "No node: install Node 20 or newer.");
        return node!;
    }
}
