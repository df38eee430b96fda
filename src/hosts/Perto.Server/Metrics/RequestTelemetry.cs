using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perto.Server;

/// <summary>
/// Counts and times every request, and names its span after the route. The span itself and the
/// W3C context that came with the request are ASP.NET's.
/// </summary>
internal sealed class RequestTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Perto.Server";

    /// <summary>Counter of requests; <c>perto_http_requests_total</c> to Prometheus.</summary>
    public const string Requests = "perto.http.requests";

    /// <summary>Histogram of seconds; <c>perto_http_request_duration_seconds</c> to Prometheus.</summary>
    public const string Duration = "perto.http.request.duration";

    /// <summary>Whose spans the requests are.</summary>
    public const string SpanSource = "Microsoft.AspNetCore";

    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly RequestDelegate _next;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;

    public RequestTelemetry(RequestDelegate next, TimeProvider clock, IMeterFactory meters)
    {
        _next = next;
        _clock = clock;
        Meter meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>(Requests, description: "Requests answered.");
        _duration = meter.CreateHistogram(
            Duration, "s", "Time from the request to the end of the answer.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
    }

    public async Task InvokeAsync(HttpContext context)
    {
        Activity activity = RequestTrace.Of(context);
        // Before a HEAD becomes a GET.
        string method = Method(context.Request.Method);
        long start = _clock.GetTimestamp();
        try
        {
            await _next(context);
        }
        finally
        {
            Record(context, method, activity, _clock.GetElapsedTime(start));
            RequestTrace.End(context);
        }
    }

    private void Record(HttpContext context, string method, Activity activity, TimeSpan elapsed)
    {
        string route = Route(context);
        int status = context.Response.StatusCode;
        var tags = new TagList { { "route", route }, { "method", method }, { "status", status } };
        _requests.Add(1, tags);
        _duration.Record(elapsed.TotalSeconds, new TagList { { "route", route }, { "method", method } });

        // A span that no source made is only there for its ids: nobody reads its name and tags.
        if (activity.Source.Name.Length == 0)
            return;
        activity.DisplayName = $"{method} {route}";
        activity.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
            activity.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>The route of a request: a label may only take values that we know, and callers choose paths freely.</summary>
    public static string Route(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText
        ?? (context.Items.ContainsKey(typeof(SiteMiddleware)) ? "console" : "unmatched");

    /// <summary>The method of a request, if it is one that we know.</summary>
    public static string Method(string method) =>
        method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" ? method : "OTHER";
}
