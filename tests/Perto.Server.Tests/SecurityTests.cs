using System.Net;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

public sealed class SecurityTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:7378")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8:80")]
    [InlineData("[::1]:7378")]
    [InlineData("perto.internal")]
    [InlineData("PERTO.internal:1234")]
    public async Task The_server_answers_to_loopback_names_and_to_those_it_is_given(string host)
    {
        await using RunningServer server = await RunningServer.StartAsync(settings: [new("Perto:Server:AllowedHosts:0", "perto.internal")]);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(server, host)).StatusCode);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:7378")]
    [InlineData("10.0.0.7")]
    public async Task A_name_that_somebody_else_points_here_is_refused(string host)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await (await GetAsync(server, host)).ProblemAsync(421, "host_not_allowed");
    }

    [Fact]
    public async Task With_anonymous_access_allowed_every_name_is_answered_unless_names_are_given()
    {
        await using RunningServer open = await RunningServer.StartAsync(settings: [new("Perto:Server:AllowAnonymous", "true")]);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(open, "anything.example")).StatusCode);

        await using RunningServer named = await RunningServer.StartAsync(
            settings: [new("Perto:Server:AllowAnonymous", "true"), new("Perto:Server:AllowedHosts:0", "perto.example")]);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(named, "perto.example")).StatusCode);
        await (await GetAsync(named, "anything.example")).ProblemAsync(421, "host_not_allowed");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_page_of_another_site_changes_nothing(string header, string value)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/probe/fail") { Headers = { { header, value } } };
        await (await server.Client.SendAsync(request)).ProblemAsync(403, "cross_site_request");
        Assert.Equal(0, server.Probe.Runs);
    }

    [Fact]
    public async Task The_console_and_programs_may_change_things()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using var page = new HttpRequestMessage(HttpMethod.Delete, "/v1/probe/things/a") { Headers = { { "Origin", server.Host.Address } } };
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.SendAsync(page)).StatusCode);
        using var modern = new HttpRequestMessage(HttpMethod.Delete, "/v1/probe/things/a") { Headers = { { "Sec-Fetch-Site", "same-origin" } } };
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.SendAsync(modern)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await server.SendAsync(HttpMethod.Delete, "/v1/probe/things/a")).StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v1/probe/tenant")]
    [InlineData("/v1/probe/broken")]
    [InlineData("/v1/nowhere")]
    public async Task Every_answer_has_the_headers_that_keep_a_browser_safe(string path)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        HttpResponseMessage answer = await server.Client.GetAsync(path);
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("http", policy);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://+:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://192.168.1.7:7378")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0")]
    public void An_address_that_others_reach_is_refused_where_keys_are_turned_off(string urls)
    {
        InvalidSettingException refused = Refused(urls, new KeyValuePair<string, string?>("Perto:Access:RequireKeys", "false"));
        Assert.Equal("Perto:Access:RequireKeys", refused.Setting);
        Assert.Contains("AllowAnonymous", refused.Message);
        Assert.Contains("no keys", refused.Message);
    }

    [Fact]
    public void Keys_cannot_be_required_of_those_who_are_let_in_anonymously()
    {
        InvalidSettingException refused = Refused("http://127.0.0.1:0", new("Perto:Access:RequireKeys", "true"), new("Perto:Server:AllowAnonymous", "true"));
        Assert.Equal("Perto:Access:RequireKeys", refused.Setting);
    }

    [Theory]
    [InlineData("https://127.0.0.1:7378")]
    [InlineData("http://localhost:0")]
    [InlineData("http://example.com:80")]
    [InlineData("http://127.0.0.1:7378/base")]
    [InlineData("7378")]
    [InlineData("")]
    public void What_is_no_address_is_refused_by_the_name_of_its_setting(string urls)
    {
        InvalidSettingException refused = Refused(urls);
        Assert.Equal("Perto:Server:Urls", refused.Setting);
        Assert.Contains("http://127.0.0.1:7378", refused.Message);
    }

    private static InvalidSettingException Refused(string urls, params KeyValuePair<string, string?>[] settings)
    {
        using var folder = new TemporaryFolder();
        var refused = Assert.Throws<InvalidSettingException>(
            () => PertoServer.Create(RunningServer.Options(folder.Find("data"), [new("Perto:Server:Urls", urls), .. settings])));
        Assert.False(Directory.Exists(folder.Find("data")));
        return refused;
    }

    private static async Task<HttpResponseMessage> GetAsync(RunningServer server, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/probe/tenant") { Headers = { Host = host } };
        return await server.Client.SendAsync(request);
    }
}
