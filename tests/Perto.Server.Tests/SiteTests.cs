using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Perto.Server.Tests;

public sealed class SiteTests
{
    private const string Script = "/assets/index-3fa1B_-4.js";
    private static readonly string ScriptText = string.Concat(Enumerable.Repeat("console.log('near');\n", 200));

    [Fact]
    public async Task The_console_is_served_with_types_and_tags()
    {
        await using RunningServer server = await WithSiteAsync();
        HttpResponseMessage page = await server.Client.GetAsync("/");
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal("<title>Perto</title>", await page.Content.ReadAsStringAsync());
        Assert.Equal("no-cache", page.Headers.CacheControl?.ToString());

        HttpResponseMessage script = await server.Client.GetAsync(Script);
        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
        Assert.Equal(ScriptText, await script.Content.ReadAsStringAsync());
        Assert.Contains("immutable", script.Headers.CacheControl?.ToString());
        Assert.Equal("image/svg+xml", (await server.Client.GetAsync("/icon.svg")).Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task What_the_browser_has_is_not_sent_again()
    {
        await using RunningServer server = await WithSiteAsync();
        string tag = (await server.Client.GetAsync(Script)).Headers.ETag!.ToString();
        using var request = new HttpRequestMessage(HttpMethod.Get, Script) { Headers = { { "If-None-Match", tag } } };
        HttpResponseMessage again = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());

        using var other = new HttpRequestMessage(HttpMethod.Get, Script) { Headers = { { "If-None-Match", "\"other\"" } } };
        Assert.Equal(HttpStatusCode.OK, (await server.Client.SendAsync(other)).StatusCode);
    }

    [Fact]
    public async Task A_browser_that_takes_gzip_gets_it_and_the_text_is_the_same()
    {
        await using RunningServer server = await WithSiteAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Script) { Headers = { { "Accept-Encoding", "gzip, br" } } };
        HttpResponseMessage answer = await server.Client.SendAsync(request);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        byte[] sent = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(sent.Length < ScriptText.Length / 2);
        using var reader = new StreamReader(new GZipStream(new MemoryStream(sent), CompressionMode.Decompress));
        Assert.Equal(ScriptText, await reader.ReadToEndAsync());

        using var refused = new HttpRequestMessage(HttpMethod.Get, Script) { Headers = { { "Accept-Encoding", "gzip;q=0" } } };
        Assert.Empty((await server.Client.SendAsync(refused)).Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("/streaming/people/15")]
    [InlineData("/anything/else.html")]
    public async Task Every_page_of_the_console_begins_with_the_same_file(string path)
    {
        await using RunningServer server = await WithSiteAsync();
        Assert.Equal("<title>Perto</title>", await server.Client.GetStringAsync(path));
    }

    [Theory]
    [InlineData("/v1/nowhere")]
    [InlineData("/V1/nowhere")]
    [InlineData("/health/nowhere")]
    [InlineData("/openapi/nowhere.json")]
    [InlineData("/assets/gone-12345678.js")]
    public async Task What_belongs_to_programs_is_never_a_page(string path)
    {
        await using RunningServer server = await WithSiteAsync();
        await (await server.Client.GetAsync(path)).ProblemAsync(404, "unknown_route");
    }

    [Fact]
    public async Task Only_reading_gets_a_page()
    {
        await using RunningServer server = await WithSiteAsync();
        await (await server.SendAsync(HttpMethod.Post, "/streaming/people")).ProblemAsync(404, "unknown_route");
        HttpResponseMessage head = await server.SendAsync(HttpMethod.Head, "/");
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Without_the_console_the_first_page_says_how_to_get_it()
    {
        await using RunningServer server = await RunningServer.StartAsync(perto => perto.Services.AddSingleton(new SiteSource(Site: null)));
        HttpResponseMessage page = await server.Client.GetAsync("/");
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        string text = await page.Content.ReadAsStringAsync();
        Assert.Contains("Node.js", text);
        Assert.Contains("dotnet build", text);
        await (await server.Client.GetAsync("/streaming/people")).ProblemAsync(404, "unknown_route");
    }

    [Fact]
    public void A_zip_without_a_first_page_is_refused()
    {
        using var zip = new MemoryStream(Zip(new Dictionary<string, string> { ["assets/a.js"] = "" }));
        Assert.Throws<InvalidDataException>(() => SiteArchive.Read(zip));
    }

    private static async Task<RunningServer> WithSiteAsync()
    {
        using var zip = new MemoryStream(Zip(new Dictionary<string, string>
        {
            ["index.html"] = "<title>Perto</title>",
            [Script[1..]] = ScriptText,
            ["icon.svg"] = "<svg/>",
        }));
        SiteArchive site = SiteArchive.Read(zip);
        return await RunningServer.StartAsync(perto => perto.Services.AddSingleton(new SiteSource(site)));
    }

    private static byte[] Zip(Dictionary<string, string> files)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            foreach ((string name, string text) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return buffer.ToArray();
    }
}
