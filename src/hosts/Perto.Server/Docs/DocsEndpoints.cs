using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Server;

/// <summary>The pages that explain the API, for people: nothing is loaded from elsewhere, and the console need not be built.</summary>
internal static class DocsEndpoints
{
    private const string HtmlType = "text/html; charset=utf-8";

    public static void MapDocs(this IEndpointRouteBuilder app)
    {
        ApiDocument document = app.ServiceProvider.GetRequiredService<ApiDocument>();
        Map(app, "/docs", HtmlType, async cancellationToken => ReferencePage.Of(await document.TextAsync(cancellationToken)));
        Map(app, "/docs/docs.css", "text/css; charset=utf-8", _ => ResourceAsync("docs.css"));
        Map(app, "/docs/docs.js", "text/javascript; charset=utf-8", _ => ResourceAsync("docs.js"));
        Map(app, "/problems", HtmlType, _ => Task.FromResult(ProblemPages.List()));
        app.MapGet("/problems/{code}", ProblemAsync).ExcludeFromDescription().OpenToAll();
    }

    private static Task ProblemAsync(HttpContext context, string code)
    {
        ProblemKind kind = ProblemCatalogue.Find(code.Replace('-', '_')) ?? throw new NotFoundException("problem", code);
        return new CachedText(HtmlType, ProblemPages.Of(kind)).SendAsync(context);
    }

    private static void Map(IEndpointRouteBuilder app, string path, string type, Func<CancellationToken, Task<string>> make)
    {
        // Made when first asked for, and then the same until the program ends.
        CachedText? made = null;
        app.MapGet(path, async (HttpContext context) =>
        {
            made ??= new CachedText(type, await make(CancellationToken.None));
            await made.SendAsync(context);
        }).ExcludeFromDescription().OpenToAll();
    }

    private static async Task<string> ResourceAsync(string name)
    {
        await using Stream stream = typeof(DocsEndpoints).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} was not built in");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
