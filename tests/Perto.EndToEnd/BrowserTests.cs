using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perto.Testing;

namespace Perto.EndToEnd;

public sealed class BrowserTests : IAsyncLifetime
{
    private readonly WebApplication _app = Pages();

    private Uri Address => new(_app.Urls.Single());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _app.StartAsync(Cancellation);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Steps_act_on_the_page_and_return_what_they_saw()
    {
        JsonElement seen = await Browser.RunAsync("read-page.mjs", Address, new { path = "/" }, Cancellation);

        Assert.Equal("Small", seen.GetProperty("title").GetString());
        Assert.Equal("Pressed", seen.GetProperty("heading").GetString());
    }

    [Theory]
    [InlineData("/throws", "uncaught: Error: broken")]
    [InlineData("/leaks", "request to another server: http://127.0.0.1:9/pixel.png")]
    [InlineData("/complains", "console: it hurts")]
    public async Task A_page_that_fails_fails_the_test_and_leaves_a_picture(string path, string reason)
    {
        var failure = await Assert.ThrowsAsync<Xunit.Sdk.FailException>(() => Browser.RunAsync("read-page.mjs", Address, new { path }, Cancellation));

        Assert.Contains(reason, failure.Message);
        Assert.True(File.Exists(TestRepository.Find("TestResults/browser/read-page.png")));
    }

    private static WebApplication Pages()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        Page("/", "<h1>Small</h1><button onclick=\"document.querySelector('h1').textContent = 'Pressed'\">Press</button>");
        Page("/throws", "<h1>Small</h1><script>throw new Error('broken')</script>");
        Page("/leaks", "<h1>Small</h1><img src='http://127.0.0.1:9/pixel.png'>");
        Page("/complains", "<script>console.error('it hurts'); throw new Error('broken')</script><h1>Small</h1>");
        return app;

        void Page(string path, string body) =>
            app.MapGet(path, () => Results.Content($"<!doctype html><title>Small</title><link rel=icon href=data:,>{body}", "text/html"));
    }
}
