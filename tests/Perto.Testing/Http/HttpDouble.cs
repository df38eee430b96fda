using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Perto.Testing;

/// <summary>
/// A service in this process that stands for one outside: real HTTP on a free port of this machine, what it got, and <see cref="Faults"/> on
/// demand.
/// </summary>
public sealed class HttpDouble : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly RequestDelegate _answer;

    private HttpDouble(RequestDelegate answer, long mostBytes)
    {
        _answer = answer;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = mostBytes);
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri Address => new(_application.Urls.Single());

    /// <summary>How it misbehaves.</summary>
    public Faults Faults { get; } = new();

    /// <summary>What it got, in order.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>Whether <see cref="Requests"/> are kept: off for long runs.</summary>
    public bool KeepsRequests { get; init; } = true;

    /// <summary>Starts one.</summary>
    /// <param name="answer">Answers a request; its body can be read as often as wanted.</param>
    /// <param name="keepRequests">See <see cref="KeepsRequests"/>.</param>
    /// <param name="mostBytes">Longest body that it takes.</param>
    public static async Task<HttpDouble> StartAsync(RequestDelegate answer, bool keepRequests = true, long mostBytes = 32 * 1024 * 1024)
    {
        HttpDouble started = new(answer, mostBytes) { KeepsRequests = keepRequests };
        await started._application.StartAsync();
        return started;
    }

    /// <summary>Forgets <see cref="Requests"/>.</summary>
    public void ForgetRequests() => _requests.Clear();

    /// <summary>Stops listening: connections are refused from here on.</summary>
    public async ValueTask DisposeAsync()
    {
        // Those that a slow answer holds need not be waited for.
        using CancellationTokenSource now = new(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        string? body = KeepsRequests || Faults.TellsApart ? await BodyAsync(context.Request) : null;
        if (KeepsRequests)
            Keep(context.Request, body!);
        switch (Faults.Of(context.Request, body))
        {
            case null:
                await _answer(context);
                break;
            case Fault.Down:
                context.Abort();
                break;
            case Fault.LostAnswer:
                await AnswerAsync(context);
                context.Abort();
                break;
            case Fault.Slow:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
                break;
            case Fault.Status status:
                context.Response.StatusCode = status.Code;
                if (status.RetryAfter is { } retryAfter)
                    context.Response.Headers.RetryAfter = retryAfter;
                await WriteAsync(context, status.Body);
                break;
            case Fault.Garbage garbage:
                if (garbage.Encoding is { } encoding)
                    context.Response.Headers.ContentEncoding = encoding;
                await WriteAsync(context, garbage.Body);
                break;
            case Fault.Truncated:
                byte[] whole = await AnswerAsync(context);
                context.Response.ContentLength = whole.Length;
                await context.Response.Body.WriteAsync(whole.AsMemory(0, whole.Length / 2));
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            case Fault.Endless:
                await EndlessAsync(context);
                break;
        }
    }

    private static async Task<string> BodyAsync(HttpRequest request)
    {
        request.EnableBuffering(bufferThreshold: 1 << 20);
        using StreamReader reader = new(request.Body, Encoding.UTF8, leaveOpen: true);
        string body = await reader.ReadToEndAsync();
        request.Body.Position = 0;
        return body;
    }

    private void Keep(HttpRequest request, string body) =>
        _requests.Enqueue(new ReceivedRequest(
            request.Method,
            request.Path,
            request.QueryString.Value ?? "",
            request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal),
            body));

    // The request is carried out, and what would have been answered is kept back.
    private async Task<byte[]> AnswerAsync(HttpContext context)
    {
        Stream wire = context.Response.Body;
        using MemoryStream kept = new();
        context.Response.Body = kept;
        try
        {
            await _answer(context);
            await context.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            context.Response.Body = wire;
        }
        return kept.ToArray();
    }

    private static async Task WriteAsync(HttpContext context, string body)
    {
        context.Response.ContentType = body.StartsWith('{') ? "application/json" : "text/html";
        await context.Response.WriteAsync(body);
    }

    private static async Task EndlessAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        byte[] some = [.. Enumerable.Repeat((byte)' ', 1 << 16)];
        while (!context.RequestAborted.IsCancellationRequested)
            await context.Response.Body.WriteAsync(some, context.RequestAborted).AsTask().ContinueWith(static _ => { }, TaskScheduler.Default);
    }
}
