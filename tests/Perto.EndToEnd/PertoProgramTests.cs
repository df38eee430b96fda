using Perto.Testing;

namespace Perto.EndToEnd;

public sealed class PertoProgramTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_starts_with_nothing_stops_in_order_and_starts_again_after_it_was_killed()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Find("perto-data");

        await using (RunningServer first = await PertoProgram.ServeAsync(data, [], Cancellation))
        {
            Assert.True(File.Exists(Path.Combine(data, "server.json")));
            ProcessResult stopped = await first.StopAsync(Cancellation);
            Assert.Equal(0, stopped.ExitCode);
            Assert.False(File.Exists(Path.Combine(data, "server.json")));
        }

        await using (RunningServer killed = await PertoProgram.ServeAsync(data, [], Cancellation))
            await killed.KillAsync(Cancellation);

        await using RunningServer again = await PertoProgram.ServeAsync(data, [], Cancellation);
        using HttpResponseMessage live = await again.Http.GetAsync("health/live", Cancellation);
        Assert.True(live.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_with_the_address_of_the_first()
    {
        using var folder = new TemporaryFolder();
        await using RunningServer first = await PertoProgram.ServeAsync(folder.Path, [], Cancellation);

        ProcessResult second = await PertoProgram.RunAsync(folder.Path, ["serve"], Cancellation);

        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains(first.Address.ToString().TrimEnd('/'), second.Error);
    }
}
