using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Perto.Server;

/// <summary>
/// Serves the console: its files by name, and its one page for every other address that is not the API's, because the console
/// keeps its state in the address.
/// </summary>
internal sealed class SiteMiddleware(RequestDelegate next, SiteSource source)
{
    private const string MissingPage =
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Perto</title></head>
        <body>
        <h1>Perto runs, without its console</h1>
        <p>The web console was left out because Node.js was not there when this server was built.
        Everything else works: the API is described at <a href="/openapi/v1.json">/openapi/v1.json</a>,
        and <a href="/health/ready">/health/ready</a> says how the server is.</p>
        <p>To get the console, install Node.js 20 or newer with npm and build again: <code>dotnet build</code>.</p>
        </body>
        </html>
        """;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not null || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
            return next(context);

        SiteArchive? site = source.Site;
        if (site?.Find(context.Request.Path.Value!.TrimStart('/')) is { } file)
            return SendAsync(context, file);
        if (!context.Request.CanBePage())
            return next(context);
        if (site is not null)
            return SendAsync(context, site.Index);
        return context.Request.Path == "/" ? SendMissingAsync(context) : next(context);
    }

    private static async Task SendAsync(HttpContext context, SiteFile file)
    {
        context.Items[typeof(SiteMiddleware)] = file;
        HttpResponse response = context.Response;
        // Weak, because the compressed and the plain form share it.
        response.Headers.ETag = $"W/{file.ETag}";
        response.Headers.CacheControl = file.IsHashed ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (IsKnown(context.Request, file))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        byte[] content = file.Content;
        if (file.Gzip is { } gzip && TakesGzip(context.Request))
        {
            content = gzip;
            response.Headers.ContentEncoding = "gzip";
        }

        response.ContentType = file.ContentType.StartsWith("text/", StringComparison.Ordinal) ? $"{file.ContentType}; charset=utf-8" : file.ContentType;
        response.ContentLength = content.Length;
        if (HttpMethods.IsGet(context.Request.Method))
            await response.Body.WriteAsync(content, context.RequestAborted);
    }

    private static async Task SendMissingAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        if (HttpMethods.IsGet(context.Request.Method))
            await context.Response.WriteAsync(MissingPage, context.RequestAborted);
    }

    private static bool IsKnown(HttpRequest request, SiteFile file) =>
        request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Tag == file.ETag || tag.Tag == "*");

    private static bool TakesGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value == "gzip" && encoding.Quality is not 0);
}
