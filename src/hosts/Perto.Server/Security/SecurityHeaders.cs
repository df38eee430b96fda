using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Perto.Server;

/// <summary>Headers of every answer: its trace id, what keeps a browser from using it for what it was not meant for, and the end of connections while the server stops.</summary>
internal sealed class SecurityHeaders
{
    /// <summary>Header with the trace id of the request.</summary>
    public const string TraceHeader = "Trace-Id";

    // Only ourselves, no outside network. Styles may be inline because the console's components write their theme into a
    // style element; scripts may not.
    private static readonly StringValues ContentSecurityPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues Close = "close";

    private readonly RequestDelegate _next;
    private readonly Readiness _readiness;
    private readonly Func<object, Task> _onStarting;

    public SecurityHeaders(RequestDelegate next, Readiness readiness)
    {
        _next = next;
        _readiness = readiness;
        _onStarting = context => Add((HttpContext)context);
    }

    public Task InvokeAsync(HttpContext context)
    {
        // On starting, because an error clears the headers that were set before it.
        context.Response.OnStarting(_onStarting, context);
        return _next(context);
    }

    private Task Add(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers[TraceHeader] = RequestTrace.IdOf(context);
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = NoSniff;
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = NoStore;
        if (_readiness.IsStopping)
            headers.Connection = Close;
        return Task.CompletedTask;
    }
}
