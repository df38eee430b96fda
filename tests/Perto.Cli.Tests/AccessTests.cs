using System.Text.Json.Nodes;
using Perto.Platform;
using Perto.Server;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary>Keys and the audit log on the command line, in process and through a server.</summary>
[Collection("console")]
public sealed class AccessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whoever_has_the_data_folder_needs_no_key_to_make_one_and_all_of_it_stands_in_the_audit_log()
    {
        JsonNode made = await JsonAsync("keys", "create", "--name", "shop", "--scope", "streaming:write", "--scope", "vectors:read", "--expires", "90d", "--tenant", "acme");
        string key = (string)made["key"]!;
        Assert.True(KeyText.IsKey(key));
        string id = (string)made["details"]!["id"]!;
        JsonNode next = await JsonAsync("keys", "rotate", id, "--grace", "1h", "--tenant", "acme");
        await JsonAsync("keys", "revoke", (string)next["details"]!["id"]!, "--tenant", "acme");

        JsonNode list = await JsonAsync("keys", "list", "--tenant", "acme");
        Assert.Equal(["active", "revoked"], list.AsArray().Select(entry => (string?)entry!["state"]));
        Assert.DoesNotContain(key[15..], list.ToJsonString());
        JsonNode audit = await JsonAsync("audit", "list", "--tenant", "acme");
        Assert.Equal(["keys.revoke", "keys.rotate", "keys.create"], audit.AsArray().Select(entry => (string?)entry!["action"]));
        Assert.All(audit.AsArray(), entry => Assert.Equal("local", (string?)entry!["actor"]));
        Assert.Equal(3, (int?)(await JsonAsync("audit", "verify", "--tenant", "acme"))["entries"]);
    }

    [Fact]
    public async Task A_command_that_talks_to_a_server_shows_its_key()
    {
        await using PertoHost host = PertoServer.Create(new PertoServerOptions
        {
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Perto:DataFolder"] = _folder.Find("data"),
                ["Perto:Server:Urls"] = "http://127.0.0.1:0",
                ["Perto:Access:RequireKeys"] = "true",
                ["Logging:LogLevel:Default"] = "None",
            },
        });
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);

        (int exitCode, _, string error) = await RunAsync("keys", "list");
        Assert.Equal(1, exitCode);
        Assert.Contains("PERTO_KEY", error, StringComparison.Ordinal);
        string first = host.FirstKey!;
        JsonNode list = await JsonAsync("keys", "list", "--key", first);
        Assert.Equal("first key", (string?)Assert.Single(list.AsArray())!["name"]);
        JsonNode made = await JsonAsync("keys", "create", "--name", "x", "--scope", "read", "--key", first);
        Assert.Equal(2, (await JsonAsync("audit", "list", "--key", first)).AsArray().Count);
        (exitCode, _, error) = await RunAsync("audit", "verify", "--key", (string)made["key"]!);
        Assert.Equal(1, exitCode);
        Assert.Contains("audit:admin", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys create --name x", "--scope")]
    [InlineData("keys create --scope read", "--name")]
    [InlineData("keys create --name x --scope read --expires soon", "--expires must be a number with s, m, h or d")]
    public async Task A_line_that_cannot_be_understood_says_why(string line, string reason)
    {
        (int exitCode, _, string error) = await RunAsync(line.Split(' '));
        Assert.Equal(2, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    private Task<JsonNode> JsonAsync(params string[] args) => CommandLine.JsonAsync(_folder.Find("data"), args);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args) => CommandLine.RunAsync(_folder.Find("data"), args);
}
