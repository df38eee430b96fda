using System.Globalization;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class DataFolderTests
{
    private static readonly Uri Address = new("http://127.0.0.1:7378");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_folder_has_one_owner()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Find("a", "data");

        using (DataFolder first = DataFolder.Own(path))
        {
            Assert.False(DataFolder.TryOwn(path, out DataFolder? second));
            Assert.Null(second);
            var inUse = Assert.Throws<DataFolderInUseException>(() => DataFolder.Own(path));
            Assert.Equal(Environment.ProcessId, inUse.Pid);
            Assert.Contains($"is in use by process {Environment.ProcessId}", inUse.Message, StringComparison.Ordinal);
            Assert.Contains("PERTO__DATAFOLDER", inUse.Message, StringComparison.Ordinal);
        }

        using DataFolder next = DataFolder.Own(path);
        Assert.Equal(path, next.Path);
    }

    [Fact]
    public async Task A_server_is_found_while_it_owns_the_folder_and_not_after()
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualTimeProvider();
        using (DataFolder owned = DataFolder.Own(folder.Path))
        {
            Assert.Null(DataFolder.RunningServer(folder.Path));
            await owned.PublishServerAsync(Address, "0.1.0", clock, Token);

            Assert.Equal(
                new ServerAddress { Address = Address, Pid = Environment.ProcessId, StartedAt = clock.GetUtcNow(), Version = "0.1.0" },
                DataFolder.RunningServer(folder.Path));
            Assert.Equal(Address, Assert.Throws<DataFolderInUseException>(() => DataFolder.Own(folder.Path)).Address);
        }

        Assert.Null(DataFolder.RunningServer(folder.Path));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "server.json*"));
    }

    [Fact]
    public async Task A_killed_server_leaves_a_free_folder_and_an_address_that_does_not_count()
    {
        using var folder = new TemporaryFolder();
        using Victim victim = Victim.Start("own", folder.Path);
        await victim.PrintedAsync(1);

        ServerAddress? running = DataFolder.RunningServer(folder.Path);
        Assert.Equal((victim.Pid, Address), (running?.Pid, running?.Address));
        Assert.Contains("--server http://127.0.0.1:7378", Assert.Throws<DataFolderInUseException>(() => DataFolder.Own(folder.Path)).Message, StringComparison.Ordinal);

        await victim.KillAsync();

        Assert.True(File.Exists(folder.Find("server.json")));
        Assert.Null(DataFolder.RunningServer(folder.Path));
        using DataFolder owned = DataFolder.Own(folder.Path);
        Assert.False(File.Exists(folder.Find("server.json")));
    }

    [Theory, InlineData("not json"), InlineData("{}"), InlineData("")]
    public void An_unreadable_address_is_no_address(string text)
    {
        using var folder = new TemporaryFolder();
        using DataFolder owned = DataFolder.Own(folder.Path);
        File.WriteAllText(folder.Find("server.json"), text);

        Assert.Null(DataFolder.RunningServer(folder.Path));
    }

    [Fact]
    public async Task An_address_left_by_another_process_does_not_count_for_the_new_owner()
    {
        using var folder = new TemporaryFolder();
        using DataFolder owned = DataFolder.Own(folder.Path);
        await owned.PublishServerAsync(Address, "0.1.0", TimeProvider.System, Token);
        string mine = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        string text = await File.ReadAllTextAsync(folder.Find("server.json"), Token);
        await File.WriteAllTextAsync(folder.Find("server.json"), text.Replace($"\"pid\":{mine}", "\"pid\":1", StringComparison.Ordinal), Token);

        Assert.Null(DataFolder.RunningServer(folder.Path));
    }

    [Fact]
    public async Task Asking_for_a_server_never_keeps_an_owner_out()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        int found = 0;
        Task asking = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                found += DataFolder.RunningServer(folder.Path) is null ? 0 : 1;
        });

        for (int i = 0; i < 200 || Volatile.Read(ref found) == 0; i++)
        {
            using DataFolder owned = DataFolder.Own(folder.Path);
            await owned.PublishServerAsync(Address, "0.1.0", TimeProvider.System, Token);
        }

        await stop.CancelAsync();
        await asking;
    }

    [Theory, InlineData(""), InlineData("/proc/perto")]
    public void A_folder_that_cannot_be_made_is_a_mistake_in_the_setting(string path)
    {
        var refused = Assert.Throws<InvalidSettingException>(() => DataFolder.Own(path));

        Assert.StartsWith($"Perto:DataFolder (environment PERTO__DATAFOLDER) is '{path}'; allowed: a folder", refused.Message, StringComparison.Ordinal);
    }
}
